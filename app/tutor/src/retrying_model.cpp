#include <algorithm>
#include <string>
#include <utility>

#include <runtime/log.h>

#include <tutor/retrying_model.h>

#include "pause.h"

namespace tutor {

runtime::Task<ModelResult> RetryingModel::answer(ModelRequest& request, AnswerSink& sink) {
  const TierProfile& profile = profiles_.of(request.tier);
  const base::SteadyTime started = clock_->now();
  // The limit on the whole is one for all tries.
  request.complete_by = started + profile.answer_timeout;
  RetryPolicy policy(options_, std::min(profile.first_byte_timeout, profile.answer_timeout), started);
  while (true) {
    ModelResult result = co_await model_->answer(request, sink);
    if (result) co_return result;
    const auto wait = policy.wait_after(result.error(), !sink.empty(), clock_->now(), random_);
    if (!wait) co_return result;
    runtime::log(runtime::LogLevel::kInfo, "asking the model again in " + std::to_string(wait->count()) +
                                               " ms: " + result.error().detail);
    co_await pause(*wait);
    ++retries_;
  }
}

}  // namespace tutor
