// Ends a run in which nothing happens any more.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bench {

class Patience {
 public:
  explicit Patience(std::uint64_t seconds) : us_(seconds * 1'000'000) {}

  // How many of `all` have come to where they are waited for ("joined"); when it has been the same number for
  // too long, the program ends with status 1 and a sentence on stderr. `gone`: those that will never.
  void see(std::size_t count, std::size_t gone, std::size_t all, const char* what);
  // Nothing can be expected before `then` (microseconds).
  void not_before(std::uint64_t then) { since_ = then; }

 private:
  std::uint64_t us_;
  std::uint64_t since_ = 0;
  std::size_t count_ = 0;
};

}  // namespace bench
