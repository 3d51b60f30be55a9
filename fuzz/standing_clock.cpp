#include "standing_clock.h"

#include <boost/asio/steady_timer.hpp>

namespace {

std::chrono::steady_clock::time_point& standing_now() {
  static std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
  return now;
}

}  // namespace

// Takes the place of the standard library's, for Asio's timers too.
std::chrono::steady_clock::time_point std::chrono::steady_clock::now() noexcept {
  return standing_now();
}

namespace fuzz {

void pass(boost::asio::io_context& loop, std::chrono::milliseconds time) {
  standing_now() += time;
  // Asio asks the kernel when to look at its timers, and the kernel has another clock: a timer that is due at
  // once makes it look at all of them.
  boost::asio::steady_timer due(loop, std::chrono::steady_clock::time_point::min());
  due.async_wait([](const boost::system::error_code&) {});
  loop.restart();
  loop.poll();
}

}  // namespace fuzz
