#include <cstdio>
#include <fstream>
#include <iostream>

#include <token/token.h>

#include "crowd.h"
#include "modes.h"
#include "patience.h"
#include "window.h"

namespace bench {
namespace {

constexpr std::uint64_t kSecondUs = 1'000'000;
constexpr std::uint64_t kTurnUs = 100'000;

std::uint64_t us(double seconds) {
  return static_cast<std::uint64_t>(seconds * 1e6);
}

void begin(Crowd& crowd, const Options& options) {
  Patience patience(options.patience_s);
  while (crowd.joined() < crowd.size()) {
    crowd.turn(now_us() + kTurnUs);
    patience.see(crowd.joined(), crowd.gone(), crowd.size(), "joined");
  }
  const std::uint64_t start = now_us();
  const std::uint64_t all_asked = start + us(options.ramp_s);
  crowd.begin_asking(start, us(options.ramp_s));
  patience.not_before(all_asked);
  while (crowd.begun() < crowd.size() || now_us() < all_asked) {
    crowd.turn(now_us() + kTurnUs);
    patience.see(crowd.begun(), crowd.gone(), crowd.size(), "had text of an answer");
  }
}

}  // namespace

int run_streams(const Options& options) {
  Crowd crowd(options, options.streams);
  begin(crowd, options);
  const std::uint64_t window_begin = now_us() + us(options.warmup_s);
  while (now_us() < window_begin) crowd.turn(window_begin);

  std::ofstream timeline;
  if (!options.timeline.empty()) timeline.open(options.timeline);
  Window window(options, crowd.tally());
  const std::uint64_t begin_us = now_us();
  const std::uint64_t end_us = begin_us + us(options.window_s);
  std::uint64_t next_second = begin_us + kSecondUs;
  for (std::uint64_t now = begin_us; now < end_us; now = now_us()) {
    if (now >= next_second) {
      const std::string line = window.second();
      if (timeline.is_open()) timeline << line << std::endl;
      next_second += kSecondUs;
    }
    crowd.turn(std::min(end_us, next_second));
  }
  if (timeline.is_open()) timeline << window.second() << std::endl;
  std::cout << window.end() << std::endl;
  crowd.close_all();
  return crowd.tally().all_errors() == 0 ? 0 : 1;
}

}  // namespace bench
