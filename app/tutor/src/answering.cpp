// Runs the model for one question, and books how its answer ended.
#include <utility>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <runtime/log.h>

#include <tutor/tutor.h>

#include "outcome.h"
#include "pause.h"
#include "running.h"

namespace tutor {

void Tutor::begin_answer(Running& running, std::string conversation_id) {
  const NewQuestion& question = running.question;
  running.answer = std::make_shared<Answer>(
      AnswerIdentity{question.id, std::move(conversation_id), question.account_id, question.tier});
  if (keeper_) running.answer->keep_with(*keeper_);
}

// Lives as long as the answer takes, so that all it does before and after is elsewhere.
runtime::Task<> Tutor::run(std::shared_ptr<Running> running) {
  ModelResult result = std::unexpected(ModelFailure{kUpstreamError, "cancelled"});
  if (!running->stopped_by_student && !ending_all_) {
    try {
      result = co_await model_->answer(running->request, *running->answer);
    } catch (const std::exception& error) {
      // A cancelled wait throws; so may a bug, which must cost the student nothing either.
      result.error().detail = error.what();
    }
  }
  // What is cancelled is the model's work alone.
  co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
  co_await end(std::move(running), std::move(result));
}

runtime::Task<> Tutor::end(std::shared_ptr<Running> running, ModelResult result) {
  const std::shared_ptr<Answer> answer = running->answer;
  running->request.forget_texts();
  if (!result && !running->stopped_by_student && !ending_all_) {
    runtime::log(runtime::LogLevel::kWarning, "answer " + answer->identity().answer_id + ": " +
                                                  std::string(result.error().code.name()) + ": " +
                                                  result.error().detail);
  }
  Ending ending =
      decide_ending({std::move(result), !answer->text().empty(), running->stopped_by_student, ending_all_});
  ending = co_await book(running, std::move(ending));
  ++counts_.ended[ending.reason];
  if (ending.refunded && on_refund_) on_refund_(answer->identity(), ending.balances);
  answer->end(std::move(ending));
  forget(*running);
}

runtime::Task<Ending> Tutor::book(std::shared_ptr<Running> running, Ending ending) {
  constexpr std::chrono::milliseconds kPauses[] = {
      std::chrono::milliseconds(0), std::chrono::milliseconds(100), std::chrono::milliseconds(500),
      std::chrono::milliseconds(2000)};
  const std::shared_ptr<Answer> answer = running->answer;
  bool in_doubt = false;
  for (const auto length : kPauses) {
    if (length.count() > 0) co_await pause(executor_, length);
    // The text does not change any more, and the job owns the answer.
    auto stored = co_await database_->write_grouped([answer, ending](store::Transaction& tx) {
      return close_answer(tx, answer->identity().account_id, answer->identity().answer_id, answer->text(),
                          ending);
    });
    // What stands there counts: an earlier try may have been kept, or another server was faster.
    if (stored) co_return *stored;
    in_doubt = in_doubt || may_be_done(stored.error());
    runtime::log(runtime::LogLevel::kError, "answer " + answer->identity().answer_id +
                                                " could not be booked: " + stored.error().message);
  }
  Ending refund = not_booked_yet();
  refund.refunded = true;
  unbooked_.emplace(answer->identity().answer_id, Unbooked{running, std::move(refund)});
  Ending later = in_doubt ? perhaps_booked() : not_booked_yet();
  later.balances = (*running->accepted)->balances;
  co_return later;
}

}  // namespace tutor
