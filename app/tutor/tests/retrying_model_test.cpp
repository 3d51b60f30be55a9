#include <deque>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <runtime/run_task.h>

#include <tutor/retrying_model.h>

namespace tutor {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Says at each try what is next in its list.
class ListedModel final : public Model {
 public:
  struct Try {
    std::string text;
    ModelResult result;
  };
  explicit ListedModel(std::deque<Try> tries) : tries_(std::move(tries)) {}

  runtime::Task<ModelResult> answer(ModelRequest& request, AnswerSink& sink) override {
    requests.push_back(request);
    Try next = std::move(tries_.front());
    tries_.pop_front();
    if (!next.text.empty()) sink.append(next.text);
    if (on_try) on_try();
    co_return std::move(next.result);
  }
  [[nodiscard]] std::string_view provider() const override { return "listed"; }

  std::vector<ModelRequest> requests;
  std::function<void()> on_try;

 private:
  std::deque<Try> tries_;
};

class KeptText final : public AnswerSink {
 public:
  void append(std::string_view more) override { text += more; }
  [[nodiscard]] bool empty() const override { return text.empty(); }

  std::string text;
};

ModelResult refused(std::optional<seconds> retry_after = {}) {
  ModelFailure failure{kUpstreamError, "refused"};
  failure.next_try = NextTry::kMaySucceed;
  failure.retry_after = retry_after;
  return std::unexpected(std::move(failure));
}

class RetryingModelTest : public testing::Test {
 protected:
  RetryingModel& model(std::deque<ListedModel::Try> tries, milliseconds patience = hours(1)) {
    auto listed = std::make_unique<ListedModel>(std::move(tries));
    listed_ = listed.get();
    TierProfiles profiles = default_tier_profiles();
    profiles.copper.first_byte_timeout = patience;
    profiles.copper.answer_timeout = hours(2);
    // Without jitter the next try comes at once.
    retrying_ = std::make_unique<RetryingModel>(std::move(listed), std::move(profiles),
                                                RetryOptions{.retries = 2}, clock_, [] { return 0.0; });
    return *retrying_;
  }
  ModelResult answer() { return runtime::run_task(loop_, retrying_->answer(request_, sink_)); }

  boost::asio::io_context loop_{1};
  base::FakeClock clock_;
  ListedModel* listed_ = nullptr;
  std::unique_ptr<RetryingModel> retrying_;
  ModelRequest request_{.question = "Why?"};
  KeptText sink_;
};

TEST_F(RetryingModelTest, AsksAgainUntilItIsAnswered) {
  model({{"", refused()}, {"", refused()}, {"Because.", FinishReason::kStop}});
  EXPECT_EQ(answer(), FinishReason::kStop);
  EXPECT_EQ(sink_.text, "Because.");
  ASSERT_EQ(listed_->requests.size(), 3U);
  for (const ModelRequest& request : listed_->requests) {
    EXPECT_EQ(request.question, "Why?");
    EXPECT_EQ(request.complete_by, clock_.now() + hours(2)) << "the limit on the whole is one for all tries";
  }
  EXPECT_EQ(retrying_->retries(), 2U);
}

TEST_F(RetryingModelTest, PassesOnTheLastRefusal) {
  model({{"", refused()}, {"", refused()}, {"", refused(seconds(9))}});
  const ModelResult result = answer();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().retry_after, seconds(9));
  EXPECT_EQ(listed_->requests.size(), 3U);
}

TEST_F(RetryingModelTest, DoesNotAskAgainOnceTextWasShown) {
  model({{"Be", refused()}});
  EXPECT_FALSE(answer());
  EXPECT_EQ(sink_.text, "Be");
  EXPECT_EQ(retrying_->retries(), 0U);
}

TEST_F(RetryingModelTest, DoesNotWaitLongerThanTheTierIsPatient) {
  model({{"", refused(seconds(31))}}, seconds(30));
  EXPECT_FALSE(answer());
  EXPECT_EQ(listed_->requests.size(), 1U);
}

TEST_F(RetryingModelTest, EndsAtOnceWhenItIsStoppedInTheWait) {
  RetryingModel& retrying = model({{"", refused(seconds(1800))}});
  boost::asio::cancellation_signal stop;
  // Posted by the try, it runs when the wait has begun.
  listed_->on_try = [&] {
    boost::asio::post(loop_, [&stop] { stop.emit(boost::asio::cancellation_type::terminal); });
  };
  std::exception_ptr thrown;
  boost::asio::co_spawn(loop_, retrying.answer(request_, sink_),
                        boost::asio::bind_cancellation_slot(
                            stop.slot(), [&thrown](std::exception_ptr failure, const ModelResult&) {
                              thrown = std::move(failure);
                            }));
  loop_.run();
  EXPECT_THROW(std::rethrow_exception(thrown), boost::system::system_error);
  EXPECT_EQ(listed_->requests.size(), 1U);
  EXPECT_EQ(retrying.retries(), 0U);
}

}  // namespace
}  // namespace tutor
