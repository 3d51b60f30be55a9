// Beast's own code, compiled once for all tests.
#include <boost/beast/src.hpp>
