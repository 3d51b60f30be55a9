// How long a transfer may wait for what comes next.
#pragma once

#include <cstdint>
#include <string_view>

#include <base/clock.h>
#include <base/error.h>
#include <openai/client.h>

namespace openai {

// Owned by its transfer. Pure: it is told of what happens and says until when to wait.
class Patience {
 public:
  Patience(const Options& options, const Timeouts& timeouts, base::SteadyTime started);

  void connected(base::SteadyTime now);
  void heard(base::SteadyTime now);
  // The answer is whole; only the connection's own end is missing.
  void answer_complete(base::SteadyTime now);

  [[nodiscard]] base::SteadyTime deadline() const;
  [[nodiscard]] bool is_connecting() const { return phase_ == Phase::kConnecting; }
  // kTimeout, with what was waited for.
  [[nodiscard]] base::Error too_long(std::string_view host) const;

 private:
  enum class Phase : std::uint8_t { kConnecting, kFirstByte, kReading, kClosing };

  [[nodiscard]] std::chrono::milliseconds allowed() const;
  // The limit on the whole answer comes before that on the next bytes.
  [[nodiscard]] bool whole_comes_first() const;

  std::chrono::milliseconds connect_;
  std::chrono::milliseconds first_byte_;
  std::chrono::milliseconds silence_;
  base::SteadyTime complete_by_;
  Phase phase_ = Phase::kConnecting;
  base::SteadyTime since_;
};

}  // namespace openai
