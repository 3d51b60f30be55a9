// `ailab backup FILE`: a copy of the database, made while it is served.
#pragma once

#include <string>

#include "command.h"

namespace server {

// Copies, checks the copy's ledger, prints the answer and returns the process's exit code. `replace`: a FILE
// that is there is replaced.
int backup(const Invocation& invocation, const std::string& file, bool replace);

}  // namespace server
