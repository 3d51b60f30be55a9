#include <chrono>
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

// "in 40 seconds", "in 3 minutes": rounded up, so that who comes back then is not too early.
std::string when_in_words(std::chrono::seconds time) {
  using std::chrono::hours;
  using std::chrono::minutes;
  if (time > hours(24)) return "another day";
  if (time > hours(2)) return "in " + std::to_string(std::chrono::ceil<hours>(time).count()) + " hours";
  if (time > minutes(2)) return "in " + std::to_string(std::chrono::ceil<minutes>(time).count()) + " minutes";
  return "in " + std::to_string(time.count()) + (time.count() == 1 ? " second" : " seconds");
}

Ending of_refusal(const ModelFailure& failure) {
  if (failure.next_try == NextTry::kUseless) {
    return refunded(kUpstreamError, Rule::kUpstreamError,
                    "The model's provider wants to be paid before it answers more. Your coin came back; tell "
                    "whoever runs this lab, since asking again does not help.");
  }
  if (failure.retry_after) {
    return refunded(kUpstreamError, Rule::kUpstreamError,
                    "The model takes no more questions for now. Your coin came back; please "
                    "ask again " +
                        when_in_words(*failure.retry_after) + ".");
  }
  return refunded(kUpstreamError, Rule::kUpstreamError,
                  "The model could not answer just now. Your coin came back; please try again in a moment.");
}

Ending of_failure(const ModelFailure& failure, bool has_text) {
  if (failure.code == kUpstreamTimeout) {
    return refunded(kUpstreamTimeout, Rule::kUpstreamTimeout,
                    has_text
                        ? "The model did not finish its answer in time. Your coin came back; what arrived "
                          "is kept. Please ask again."
                        : "The model took too long to answer. Your coin came back; please ask again.");
  }
  if (!has_text) return of_refusal(failure);
  return refunded(
      kUpstreamError, Rule::kUpstreamError,
      "The answer broke off before its end. Your coin came back; what arrived is kept. Please ask "
      "again.");
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

Ending interrupted_by_database() {
  return refunded(kInterrupted, Rule::kInterruptedByCrash,
                  "The server lost its database for a moment and could not answer this question. Your coin "
                  "came back; please ask again.");
}

Ending not_booked_yet() {
  Ending ending =
      refunded(kInterrupted, Rule::kNotBooked,
               "The server could not record this answer. The coin it cost will come back by itself.");
  ending.refunded = false;
  return ending;
}

Ending perhaps_booked() {
  Ending ending = not_booked_yet();
  ending.message =
      "The server lost its database while it recorded this answer. Open it again in a minute: it then says "
      "whether it was recorded, or its coin came back.";
  return ending;
}

}  // namespace tutor
