// Stops a fuzzer at what must not be.
#pragma once

#include <cstdlib>

// libFuzzer keeps the input and prints the stack.
inline void require(bool holds) {
  if (!holds) std::abort();
}
