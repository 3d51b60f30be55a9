// One server, and how a test asks it.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include <tutor/tutor.h>

#include "fixture.h"

namespace tutor {

class AskTest : public TutorTest {
 protected:
  Tutor& start(TutorOptions options = {}, TextJournal* journal = nullptr) {
    tutor_ = std::make_unique<Tutor>(loop_.get_executor(), *database_, model_, options, journal);
    return *tutor_;
  }
  ~AskTest() override {
    if (!tutor_) return;
    runtime::run_task(loop_, tutor_->shut_down(std::chrono::milliseconds(0)));
  }

  // What became of a question, once that is known.
  std::shared_ptr<std::optional<base::Result<Accepted>>> ask(NewQuestion question) {
    auto outcome = std::make_shared<std::optional<base::Result<Accepted>>>();
    boost::asio::co_spawn(loop_, tutor_->ask(std::move(question)),
                          [outcome](const std::exception_ptr& failure, base::Result<Accepted> accepted) {
                            EXPECT_FALSE(failure);
                            outcome->emplace(std::move(accepted));
                          });
    return outcome;
  }
  Accepted accepted(NewQuestion question) {
    const auto outcome = ask(std::move(question));
    run_until([&] { return outcome->has_value(); });
    EXPECT_TRUE(outcome->value()) << outcome->value().error().message;
    return outcome->value().value();
  }
  base::Error refused(NewQuestion question) {
    const auto outcome = ask(std::move(question));
    run_until([&] { return outcome->has_value(); });
    EXPECT_FALSE(outcome->value());
    return outcome->value().error();
  }
  ScriptedModel::Call& call(std::size_t number) {
    run_until([&] { return model_.calls.size() > number; });
    return *model_.calls[number];
  }
  base::Result<> stop(const std::string& answer_id) { return result_of(tutor_->stop(ada_, answer_id)); }

  std::unique_ptr<Tutor> tutor_;
};

}  // namespace tutor
