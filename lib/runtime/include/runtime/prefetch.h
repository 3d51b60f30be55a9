// Brings memory into the processor's caches before it is needed, without waiting for it.
#pragma once

#include <cstddef>

namespace runtime {

// Thousands of streams do not fit into the caches, so that most of a small piece's time is waiting for
// memory, object after object. One loop that only prefetches for all that are to be served next has these
// waits overlap. Worth it only where a measurement says so.
template <class Object>
void prefetch(const Object& object) {
  constexpr std::size_t kCacheLine = 64;
  const char* const begin = reinterpret_cast<const char*>(&object);
  for (std::size_t at = 0; at < sizeof object; at += kCacheLine) __builtin_prefetch(begin + at);
}

}  // namespace runtime
