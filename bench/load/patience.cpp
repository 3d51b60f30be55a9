#include "patience.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <token/token.h>

namespace bench {

void Patience::see(std::size_t count, std::size_t gone, std::size_t all, const char* what) {
  const std::uint64_t now = now_us();
  if (count != count_ || since_ == 0) {
    count_ = count;
    since_ = std::max(since_, now);
  }
  const bool hopeless = gone > 0 && count + gone >= all;
  if (!hopeless && (now < since_ || now - since_ < us_)) return;
  std::fprintf(stderr, "load: gave up: %zu of %zu connections have %s, %zu were lost, and no more came%s\n",
               count, all, what, gone, hopeless ? "" : " for the time that --patience says");
  std::exit(1);
}

}  // namespace bench
