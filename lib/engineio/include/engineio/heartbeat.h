// When to ping, and when a missing pong means that the peer is gone (Engine.IO protocol 4, section
// "Heartbeat").
#pragma once

#include <algorithm>
#include <cstdint>

#include <base/clock.h>

namespace engineio {

// A value inside the session's rules. The first ping comes after a full interval; each further one an
// interval after the pong. No other traffic replaces a ping: JavaScript clients leave when none comes.
class Heartbeat {
 public:
  enum class Due : std::uint8_t { kNothing, kPing, kTimeout };

  Heartbeat(base::Duration interval, base::Duration timeout, base::SteadyTime now)
      : interval_(interval), timeout_(timeout), deadline_(now + interval) {}

  // kPing: the ping is to be sent now, and the wait for the pong has begun.
  [[nodiscard]] Due at(base::SteadyTime now) {
    if (now < deadline_) return Due::kNothing;
    if (awaiting_pong_) return Due::kTimeout;
    awaiting_pong_ = true;
    // A timer is always a little late; that must not add up. If the whole program was, the client is not to
    // blame.
    deadline_ = std::max(deadline_ + timeout_, now + timeout_ - timeout_ / 20);
    return Due::kPing;
  }

  void pong(base::SteadyTime now) {
    if (!awaiting_pong_) return;
    awaiting_pong_ = false;
    deadline_ = now + interval_;
  }

  // A ping that left on the old transport may be answered on the new one: the wait starts again.
  void transport_changed(base::SteadyTime now) {
    if (awaiting_pong_) deadline_ = now + timeout_;
  }

  [[nodiscard]] base::SteadyTime deadline() const { return deadline_; }

 private:
  base::Duration interval_;
  base::Duration timeout_;
  base::SteadyTime deadline_;
  bool awaiting_pong_ = false;
};

}  // namespace engineio
