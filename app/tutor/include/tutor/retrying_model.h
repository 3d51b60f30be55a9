// A model that is asked again when it refuses for now.
#pragma once

#include <cstdint>
#include <memory>

#include <base/clock.h>

#include <tutor/model.h>
#include <tutor/retry_policy.h>
#include <tutor/tiers.h>

namespace tutor {

// Obeys a RetryPolicy for each question. A question whose first text has been shown is never asked again.
class RetryingModel final : public Model {
 public:
  // `profiles` hold the patience of each tier. `clock` outlives this.
  RetryingModel(std::unique_ptr<Model> model, TierProfiles profiles, RetryOptions options,
                const base::Clock& clock, RetryPolicy::Random random)
      : model_(std::move(model)),
        profiles_(std::move(profiles)),
        options_(options),
        clock_(&clock),
        random_(std::move(random)) {}

  // Cancelled during a wait, it ends at once by operation_aborted.
  runtime::Task<ModelResult> answer(ModelRequest& request, AnswerSink& sink) override;
  [[nodiscard]] std::string_view provider() const override { return model_->provider(); }

  // Requests that were repeats of a refused one.
  [[nodiscard]] std::uint64_t retries() const { return retries_; }

 private:
  std::unique_ptr<Model> model_;
  TierProfiles profiles_;
  RetryOptions options_;
  const base::Clock* clock_;
  RetryPolicy::Random random_;
  std::uint64_t retries_ = 0;
};

}  // namespace tutor
