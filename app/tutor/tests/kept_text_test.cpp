// No reader sees a text that a killed server would lose.
#include <algorithm>
#include <csignal>

#include <sys/resource.h>

#include <runtime/log.h>

#include "ask_fixture.h"
#include "journal_file.h"
#include "text_record.h"

namespace tutor {
namespace {

// What the file has of the one answer, as another process sees it now.
std::string text_in(const JournalFile& file) {
  std::string text;
  const std::string bytes = file.bytes();
  for (std::size_t at = JournalFile::kHeaderBytes; at < bytes.size(); at += JournalFile::kChunkBytes) {
    for (const KeptText& piece : read_records(std::string_view(bytes).substr(at, JournalFile::kChunkBytes))) {
      if (piece.offset == text.size()) text += piece.text;
    }
  }
  return text;
}

// Looks, whenever it is told of text, whether the file has it.
struct SuspiciousReader final : Answer::Reader {
  SuspiciousReader(Answer& read, const JournalFile& in) : answer(read), file(in) {}
  void answer_changed() override {
    ++changes;
    if (text_in(file) != answer.text()) all_kept = false;
  }
  Answer& answer;
  const JournalFile& file;
  int changes = 0;
  bool all_kept = true;
};

class KeptTextTest : public AskTest {
 protected:
  KeptTextTest() { give(ada_, 5); }
  ~KeptTextTest() override {
    if (tutor_) runtime::run_task(loop_, tutor_->shut_down(std::chrono::milliseconds(0)));
    tutor_.reset();
  }
  void send(std::string text) {
    call(0).deltas.push_back(std::move(text));
    call(0).changed.notify();
  }

  [[nodiscard]] bool journal_is_empty() const {
    const std::string bytes = file_.bytes();
    return std::ranges::all_of(std::string_view(bytes).substr(JournalFile::kHeaderBytes),
                               [](char c) { return c == '\0'; });
  }

  JournalFile file_;
  std::unique_ptr<TextJournal> journal_ = file_.open();
};

TEST_F(KeptTextTest, TextIsKeptBeforeReadersAreToldOfIt) {
  start({}, journal_.get());
  const Accepted asked = accepted(question("Why?"));
  SuspiciousReader reader(*asked.answer, file_);
  asked.answer->add_reader(&reader);
  std::size_t length = 0;
  for (const std::string& piece :
       {std::string("One "), std::string("t\0wo ", 5), std::string("\xf0\x9f\x98\x80")}) {
    send(piece);
    run_until([&] { return asked.answer->text().size() > length; });
    length = asked.answer->text().size();
  }
  EXPECT_EQ(reader.changes, 3);
  EXPECT_TRUE(reader.all_kept);
  asked.answer->remove_reader(&reader);
}

TEST_F(KeptTextTest, SavedTextLeavesTheJournal) {
  TutorOptions options;
  options.save_interval = std::chrono::milliseconds(1);
  start(options, journal_.get()).start();
  const Accepted asked = accepted(question("Why?"));
  const std::string id = asked.answer->identity().answer_id;
  send("One ");
  run_until([&] { return stored(id)->text == "One " && text_in(file_).empty(); });
}

// More answers than are saved at once, as if there were hundreds.
class ManyKeptTextsTest : public KeptTextTest {
 protected:
  ManyKeptTextsTest() {
    options_.texts_at_once = 1;
    options_.running_per_account = kAnswers;
  }
  // Each with `text`.
  void ask_all(const std::string& text) {
    for (std::size_t i = 0; i < kAnswers; ++i) {
      asked_.push_back(accepted(question("Why?")).answer);
      call(i).deltas.push_back(text);
      call(i).changed.notify();
    }
    run_until([&] {
      return std::ranges::all_of(asked_, [&](const auto& answer) { return answer->text() == text; });
    });
  }
  std::size_t stored_texts() {
    return static_cast<std::size_t>(std::ranges::count_if(asked_, [this](const auto& answer) {
      return stored(answer->identity().answer_id)->text == answer->text();
    }));
  }

  static constexpr std::size_t kAnswers = 4;
  TutorOptions options_;
  std::vector<std::shared_ptr<Answer>> asked_;
};

TEST_F(ManyKeptTextsTest, AreSavedInTurn) {
  options_.save_interval = std::chrono::milliseconds(1);
  start(options_, journal_.get());
  ask_all("word");
  tutor_->start();
  // What is not saved yet is in the journal, all the time.
  std::size_t before = 0;
  bool some = false;
  run_until([&] {
    const std::size_t now = stored_texts();
    EXPECT_GE(now, before);
    if (now < kAnswers) EXPECT_FALSE(journal_is_empty());
    some = some || (now > 0 && now < kAnswers);
    before = now;
    return now == kAnswers && journal_is_empty();
  });
  EXPECT_TRUE(some);
}

// Before an account goes.
TEST_F(ManyKeptTextsTest, AreSavedAtOnceWhenSomebodyWaitsForIt) {
  options_.save_interval = std::chrono::milliseconds(1);
  start(options_, journal_.get());
  ask_all("word");
  tutor_->start();
  run_until([&] { return stored_texts() > 0; });
  const auto others = result_of(tutor_->stop_all(ada_ + 1));
  ASSERT_TRUE(others) << others.error().message;
  EXPECT_EQ(stored_texts(), kAnswers);
  EXPECT_TRUE(journal_is_empty());
}

TEST_F(KeptTextTest, TextThatCannotBeSavedStaysInTheJournal) {
  TutorOptions options;
  options.save_interval = std::chrono::milliseconds(1);
  start(options, journal_.get());
  const Accepted asked = accepted(question("Why?"));
  const std::string id = asked.answer->identity().answer_id;
  call(0);
  const auto rename = [this](std::string_view sql) {
    write([sql](store::Transaction& tx) -> base::Result<> {
      tx.change(sql);
      return {};
    });
  };
  int failures = 0;
  runtime::set_log_sink([&](runtime::LogLevel, std::string_view message) {
    if (message.starts_with("texts could not be saved")) ++failures;
  });
  rename("ALTER TABLE answers RENAME TO answers_away");
  tutor_->start();
  for (const std::string piece : {"One ", "two ", "three"}) {
    send(piece);
    run_until([&] { return asked.answer->text().ends_with(piece); });
    run_until([&, before = failures] { return failures > before + 1; });
    EXPECT_EQ(text_in(file_), asked.answer->text());
  }
  rename("ALTER TABLE answers_away RENAME TO answers");
  run_until([&] { return stored(id)->text == "One two three" && text_in(file_).empty(); });
  runtime::set_log_sink(nullptr);
}

TEST_F(KeptTextTest, AJournalWithoutRoomStopsNoAnswer) {
  start({}, journal_.get());
  const Accepted asked = accepted(question("Why?"));
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit full{std::filesystem::file_size(file_.path()), before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &full);
  for (int i = 0; i < 200; ++i) send(std::string(100, 'x'));
  finish(call(0), "the end");
  run_until([&] { return asked.answer->text().ends_with("the end"); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(ended(asked.answer).reason, "stop");
  EXPECT_EQ(stored(asked.answer->identity().answer_id)->text.size(), 20'007U);
}

}  // namespace
}  // namespace tutor
