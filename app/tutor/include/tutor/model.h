// What the tutor asks of a language model, whichever provider answers.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/clock.h>
#include <base/error.h>
#include <runtime/task.h>

#include <coins/tier.h>

namespace tutor {

// The model failed, or what it sent was no whole answer.
inline constexpr base::ErrorCode kUpstreamError = "upstream_error";
// The model did not connect, begin or go on in time.
inline constexpr base::ErrorCode kUpstreamTimeout = "upstream_timeout";

// One question of a conversation with the answer it got.
struct Turn {
  std::string question;
  std::string answer;
};

struct ModelRequest {
  coins::Tier tier = coins::Tier::kCopper;
  std::vector<Turn> earlier = {};  // oldest first, already cut to the budget
  std::string question;
  // When the answer must be complete; nullopt: the tier's limit from now on.
  std::optional<base::SteadyTime> complete_by = {};

  // Gives the memory of the texts back.
  void forget_texts() {
    earlier = {};
    question = {};
  }
};

// What a failure says of the next try.
enum class NextTry : std::uint8_t {
  kUnknown,     // it may do better or not, or may have cost something already
  kMaySucceed,  // the model was refused for now, before it began: HTTP 429 or 503, or there was no connection
  kUseless,     // the provider wants money: somebody has to pay first
};

enum class FinishReason : std::uint8_t { kStop, kLength, kContentFilter };

struct ModelFailure {
  base::ErrorCode code;  // kUpstreamError or kUpstreamTimeout
  std::string detail;    // for the operator's log; never shown to a student
  NextTry next_try = NextTry::kUnknown;
  // How long the model asks to be left alone.
  std::optional<std::chrono::seconds> retry_after = {};
};

using ModelResult = std::expected<FinishReason, ModelFailure>;

// Where a model's answer goes, as it comes.
class AnswerSink {
 public:
  AnswerSink() = default;
  AnswerSink(const AnswerSink&) = delete;
  AnswerSink& operator=(const AnswerSink&) = delete;
  virtual ~AnswerSink() = default;

  // More text of the answer, never empty, always whole UTF-8 characters.
  virtual void append(std::string_view text) = 0;
  // Nothing has been appended.
  [[nodiscard]] virtual bool empty() const = 0;
  // Text is about to be appended: brings what that needs into the processor's cache.
  virtual void prefetch() const {}
};

// Owned by the wiring; outlives every answer that uses it. Used on one loop.
class Model {
 public:
  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  virtual ~Model() = default;

  // Returns when the answer is complete or has failed. Cancelling the task ends the request to the provider;
  // the task then ends by operation_aborted or a failure. `request` and `sink` outlive the task. Once text
  // has come nobody asks again, so that a model may forget the request's texts, which can be a hundred times
  // as long as the answer.
  virtual runtime::Task<ModelResult> answer(ModelRequest& request, AnswerSink& sink) = 0;

  // "demo" or "openai".
  [[nodiscard]] virtual std::string_view provider() const = 0;
};

}  // namespace tutor
