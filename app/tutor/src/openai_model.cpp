#include <utility>

#include <tutor/openai_model.h>

namespace tutor {

openai::ChatRequest chat_request(const TierProfile& profile, ModelRequest request,
                                 openai::OutputLimitField limit_field) {
  openai::ChatRequest chat;
  chat.model = profile.model;
  chat.max_output_tokens = static_cast<std::uint32_t>(profile.max_output_tokens);
  chat.output_limit_field = limit_field;
  // Coins, not tokens, are what is counted here; some compatible servers refuse the field.
  chat.include_usage = false;
  chat.messages.reserve(2 + 2 * request.earlier.size());
  chat.messages.push_back({openai::Role::kSystem, profile.prompt});
  for (Turn& turn : request.earlier) {
    chat.messages.push_back({openai::Role::kUser, std::move(turn.question)});
    chat.messages.push_back({openai::Role::kAssistant, std::move(turn.answer)});
  }
  chat.messages.push_back({openai::Role::kUser, std::move(request.question)});
  return chat;
}

runtime::Task<ModelResult> OpenAiModel::answer(ModelRequest request, DeltaHandler on_delta) {
  const TierProfile& profile = profiles_.of(request.tier);
  auto finish =
      co_await client_->stream(chat_request(profile, std::move(request), limit_field_), std::move(on_delta));
  if (!finish) {
    const base::Error& error = finish.error().error;
    const base::ErrorCode code = error.code == openai::kTimeout ? kUpstreamTimeout : kUpstreamError;
    co_return std::unexpected(ModelFailure{code, error.message});
  }
  if (finish->reason == "length") co_return FinishReason::kLength;
  if (finish->reason == "content_filter") co_return FinishReason::kContentFilter;
  co_return FinishReason::kStop;
}

}  // namespace tutor
