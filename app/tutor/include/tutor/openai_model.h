// The tutor's model behind OpenAI's API, or any server that speaks it.
#pragma once

#include <openai/client.h>

#include <tutor/model.h>
#include <tutor/tiers.h>

namespace tutor {

// The request for one question: the tier's instruction as the system message, then the earlier turns, then
// the question, each as a message of its own. Nothing of the student's text is ever joined with the
// instruction.
[[nodiscard]] openai::ChatRequest chat_request(const TierProfile& profile, const ModelRequest& request,
                                               openai::OutputLimitField limit_field);

// Tried again may be what was refused before it began, and what never arrived: 429, 503, no connection. After
// another 5xx the model may have worked, and cost, already.
[[nodiscard]] ModelFailure model_failure(const openai::Failure& failure);

class OpenAiModel final : public Model {
 public:
  // `client` outlives this.
  OpenAiModel(openai::Client& client, TierProfiles profiles, openai::OutputLimitField limit_field)
      : client_(&client), profiles_(std::move(profiles)), limit_field_(limit_field) {}

  runtime::Task<ModelResult> answer(ModelRequest& request, AnswerSink& sink) override;
  [[nodiscard]] std::string_view provider() const override { return "openai"; }

 private:
  openai::Client* client_;
  TierProfiles profiles_;
  openai::OutputLimitField limit_field_;
};

}  // namespace tutor
