// Time that passes when the fuzzer says so: the whole program's steady clock stands still in between.
#pragma once

#include <chrono>

#include <boost/asio/io_context.hpp>

namespace fuzz {

// Lets time pass, and the loop do what has become due.
void pass(boost::asio::io_context& loop, std::chrono::milliseconds time);

}  // namespace fuzz
