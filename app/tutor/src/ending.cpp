#include <utility>

#include <tutor/ending.h>

namespace tutor {
namespace {

using coins::Rule;

Ending done(std::string_view reason, bool charged, coins::Rule rule) {
  Ending ending;
  ending.outcome = Outcome::kDone;
  ending.reason = reason;
  ending.charged = charged;
  ending.refunded = !charged;
  ending.rule = rule;
  return ending;
}

Ending refunded(base::ErrorCode code, coins::Rule rule, std::string message) {
  Ending ending;
  ending.outcome = Outcome::kError;
  ending.reason = code.name();
  ending.message = std::move(message);
  ending.refunded = true;
  ending.rule = rule;
  return ending;
}

Ending of_finish(FinishReason reason, bool has_text) {
  if (reason == FinishReason::kContentFilter) {
    return refunded(kUpstreamError, Rule::kContentFilter,
                    "The model's content filter ended this answer. Your coin came back; try other words.");
  }
  if (!has_text) {
    return refunded(kUpstreamError, Rule::kEmptyAnswer,
                    "The model sent an empty answer. Your coin came back; please ask again.");
  }
  return reason == FinishReason::kLength ? done("length", true, Rule::kLengthLimit)
                                         : done("stop", true, Rule::kComplete);
}

Ending of_failure(const ModelFailure& failure, bool has_text) {
  if (failure.code == kUpstreamTimeout) {
    return refunded(kUpstreamTimeout, Rule::kUpstreamTimeout,
                    has_text ? "The model stopped sending in the middle of the answer. Your coin came back; "
                               "what arrived is kept. Please ask again."
                             : "The model took too long to answer. Your coin came back; please ask again.");
  }
  return refunded(kUpstreamError, Rule::kUpstreamError,
                  has_text ? "The answer broke off before its end. Your coin came back; what arrived is "
                             "kept. Please ask again."
                           : "The model could not answer just now. Your coin came back; please try "
                             "again in a moment.");
}

}  // namespace

Ending decide_ending(const Circumstances& circumstances) {
  // A stop or a shutdown counts only if it came before the model had finished by itself.
  if (circumstances.result.has_value()) return of_finish(*circumstances.result, circumstances.has_text);
  if (circumstances.stopped_by_student) {
    return circumstances.has_text ? done("stopped", true, Rule::kStoppedAfterText)
                                  : done("stopped", false, Rule::kStoppedBeforeText);
  }
  if (circumstances.shutting_down) {
    return refunded(kInterrupted, Rule::kInterruptedByShutdown,
                    "The server is restarting and could not finish this answer. Your coin came back; "
                    "please ask again in a minute.");
  }
  return of_failure(circumstances.result.error(), circumstances.has_text);
}

Ending interrupted_by_restart() {
  return refunded(
      kInterrupted, Rule::kInterruptedByCrash,
      "The server restarted before this answer was complete. Your coin came back; what arrived is kept.");
}

Ending not_booked_yet() {
  Ending ending =
      refunded(kInterrupted, Rule::kNotBooked,
               "The server could not record this answer. The coin it cost will come back by itself.");
  ending.refunded = false;
  return ending;
}

}  // namespace tutor
