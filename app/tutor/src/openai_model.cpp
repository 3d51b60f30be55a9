#include <utility>

#include <tutor/openai_model.h>

namespace tutor {
namespace {

runtime::Task<ModelResult> result_of(runtime::Task<std::expected<openai::Finish, openai::Failure>> stream) {
  const auto finish = co_await std::move(stream);
  if (!finish) co_return std::unexpected(model_failure(finish.error()));
  if (finish->reason == "length") co_return FinishReason::kLength;
  if (finish->reason == "content_filter") co_return FinishReason::kContentFilter;
  co_return FinishReason::kStop;
}

}  // namespace

openai::ChatRequest chat_request(const TierProfile& profile, const ModelRequest& request,
                                 openai::OutputLimitField limit_field) {
  openai::ChatRequest chat;
  chat.model = profile.model;
  chat.max_output_tokens = static_cast<std::uint32_t>(profile.max_output_tokens);
  chat.output_limit_field = limit_field;
  // Coins, not tokens, are what is counted here; some compatible servers refuse the field.
  chat.include_usage = false;
  chat.messages.reserve(2 + 2 * request.earlier.size());
  chat.messages.push_back({openai::Role::kSystem, profile.prompt});
  for (const Turn& turn : request.earlier) {
    chat.messages.push_back({openai::Role::kUser, turn.question});
    chat.messages.push_back({openai::Role::kAssistant, turn.answer});
  }
  chat.messages.push_back({openai::Role::kUser, request.question});
  return chat;
}

ModelFailure model_failure(const openai::Failure& failure) {
  const base::ErrorCode code = failure.error.code;
  ModelFailure told{code == openai::kTimeout ? kUpstreamTimeout : kUpstreamError, failure.error.message};
  told.retry_after = failure.retry_after;
  constexpr int kServiceUnavailable = 503;
  if (code == openai::kOutOfCredit) {
    told.next_try = NextTry::kUseless;
  } else if (code == openai::kRateLimited || code == openai::kConnectFailed ||
             failure.http_status == kServiceUnavailable) {
    told.next_try = NextTry::kMaySucceed;
  }
  return told;
}

// No coroutine itself: nothing of this is kept for as long as the answer takes.
runtime::Task<ModelResult> OpenAiModel::answer(ModelRequest& request, AnswerSink& sink) {
  const TierProfile& profile = profiles_.of(request.tier);
  openai::Timeouts timeouts;
  if (profile.first_byte_timeout.count() > 0) timeouts.first_byte = profile.first_byte_timeout;
  if (profile.silence_timeout.count() > 0) timeouts.silence = profile.silence_timeout;
  timeouts.complete_by =
      request.complete_by.value_or(std::chrono::steady_clock::now() + profile.answer_timeout);
  auto take = [&sink, unanswered = &request](std::string_view text) mutable {
    if (unanswered != nullptr) std::exchange(unanswered, nullptr)->forget_texts();
    sink.append(text);
  };
  return result_of(client_->stream(chat_request(profile, request, limit_field_), std::move(take), timeouts,
                                   [&sink] { sink.prefetch(); }));
}

}  // namespace tutor
