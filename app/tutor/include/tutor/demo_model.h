// Answers without any model, so that a newcomer sees the whole product with no key.
#pragma once

#include <chrono>
#include <string>

#include <tutor/model.h>

namespace tutor {

// What the demo says to a question of that tier; it calls itself a demo in its first sentence.
[[nodiscard]] std::string demo_answer(coins::Tier tier, std::string_view question);

// Streams demo_answer word by word, one every `pace`.
class DemoModel final : public Model {
 public:
  explicit DemoModel(std::chrono::milliseconds pace) : pace_(pace) {}

  runtime::Task<ModelResult> answer(ModelRequest& request, AnswerSink& sink) override;
  [[nodiscard]] std::string_view provider() const override { return "demo"; }

 private:
  std::chrono::milliseconds pace_;
};

}  // namespace tutor
