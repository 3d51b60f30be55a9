#include "patience.h"

#include <chrono>
#include <string>

#include <openai/failure.h>

namespace openai {
namespace {

// A server that keeps the response open after "[DONE]" costs one connection, and nobody waits for it.
constexpr std::chrono::milliseconds kClosing{2000};

}  // namespace

Patience::Patience(const Options& options, const Timeouts& timeouts, base::SteadyTime started)
    : connect_(options.connect_timeout),
      first_byte_(timeouts.first_byte.value_or(options.first_byte_timeout)),
      silence_(timeouts.silence.value_or(options.silence_timeout)),
      complete_by_(timeouts.complete_by.value_or(base::SteadyTime::max())),
      since_(started) {}

void Patience::connected(base::SteadyTime now) {
  if (phase_ != Phase::kConnecting) return;
  phase_ = Phase::kFirstByte;
  since_ = now;
}

void Patience::heard(base::SteadyTime now) {
  if (phase_ == Phase::kClosing) return;
  phase_ = Phase::kReading;
  since_ = now;
}

void Patience::answer_complete(base::SteadyTime now) {
  if (phase_ == Phase::kClosing) return;
  phase_ = Phase::kClosing;
  since_ = now;
}

std::chrono::milliseconds Patience::allowed() const {
  switch (phase_) {
    case Phase::kConnecting:
      return connect_;
    case Phase::kFirstByte:
      return first_byte_;
    case Phase::kReading:
      return silence_;
    case Phase::kClosing:
      return kClosing;
  }
  return {};
}

bool Patience::whole_comes_first() const {
  return phase_ != Phase::kClosing && complete_by_ < since_ + allowed();
}

base::SteadyTime Patience::deadline() const {
  return whole_comes_first() ? complete_by_ : since_ + allowed();
}

base::Error Patience::too_long(std::string_view host) const {
  if (whole_comes_first()) {
    return {kTimeout, "The answer of " + std::string(host) + " was not complete by the limit on the whole."};
  }
  const std::string limit = " within " + std::to_string(allowed().count()) + " ms.";
  switch (phase_) {
    case Phase::kConnecting:
      return {kTimeout, "There was no connection to " + std::string(host) + limit};
    case Phase::kFirstByte:
      return {kTimeout, "The first byte of the answer did not come from " + std::string(host) + limit};
    case Phase::kReading:
    case Phase::kClosing:
      break;
  }
  return {kTimeout, "After a silence, nothing more of the answer came from " + std::string(host) + limit};
}

}  // namespace openai
