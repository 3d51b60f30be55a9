// The tutor: takes a question, reserves its coin, has the model answer it, and books how it ended.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <base/result.h>
#include <runtime/notification.h>
#include <runtime/task.h>
#include <runtime/task_group.h>
#include <store/database.h>

#include <tutor/answer.h>
#include <tutor/model.h>
#include <tutor/records.h>
#include <tutor/recovery.h>
#include <tutor/text_journal.h>

namespace tutor {

class FollowedAnswers;

// Too many questions are being answered, or none can be taken now. Nothing was charged.
inline constexpr base::ErrorCode kBusy = "busy";

struct TutorOptions {
  std::size_t running_per_account = 3;
  std::size_t running_total = 2'000;
  // With tutors on several loops: how many they are answering together, so that `running_total` bounds that.
  std::shared_ptr<std::atomic<std::size_t>> running_together = {};
  std::size_t context_tokens = 8'000;  // of earlier turns, as context_budget.h estimates them
  std::size_t context_turns = 50;
  Sharing sharing = Sharing::kOnlyServer;
  std::chrono::milliseconds save_interval{1'000};   // how far the text on the disk may be behind
  std::size_t texts_at_once = 64;                   // that are saved by one commit
  std::chrono::milliseconds check_interval{3'000};  // of what this server and others left open
  std::chrono::milliseconds stop_interval{500};     // of what was stopped at another server
  std::chrono::milliseconds follow_interval{300};   // of answers that another server writes
};

struct TutorCounts {
  std::size_t running = 0;
  std::uint64_t accepted = 0;
  std::uint64_t repeated = 0;
  std::map<std::string, std::uint64_t> ended;  // by reason: "stop", "upstream_error", …
};

// What the tutors of several loops have counted together.
TutorCounts& operator+=(TutorCounts& sum, const TutorCounts& more);

struct Accepted {
  std::shared_ptr<Answer> answer;
  coins::Balances balances;
  bool repeated = false;  // it was asked before: nothing was charged now
};

// Owned by the wiring. Everything is called on one loop. Before it is destroyed `shut_down` must have been
// awaited.
//
// A program with several loops has a tutor on each, with a journal of its own; all that concerns an account
// goes to one of them.
class Tutor {
 public:
  // A coin came back. Called before the answer's own readers are told so by its ending.
  using RefundHandler = std::function<void(const AnswerIdentity&, const coins::Balances&)>;

  // All references outlive this. `journal` may be null: then a killed process loses the text of the last
  // `save_interval`.
  Tutor(runtime::Executor executor, store::Database& database, Model& model, TutorOptions options,
        TextJournal* journal = nullptr);
  ~Tutor();
  Tutor(const Tutor&) = delete;
  Tutor& operator=(const Tutor&) = delete;

  void on_refund(RefundHandler handler) { on_refund_ = std::move(handler); }

  // Starts what runs by itself: saving texts, booking again what could not be booked, giving back what nobody
  // answers, and reading along what other servers write.
  void start();

  // When this returns, the coin is reserved durably and the model has been asked. The same id asked again,
  // now, after a restart or at another server, gives the same answer and costs nothing. The calling task must
  // not be cancelled. Errors: kBusy, kInvalidMessage, coins::kLowCoins, and those of the database; after one,
  // nothing was charged, or it comes back by itself.
  runtime::Task<base::Result<Accepted>> ask(NewQuestion question);

  // What `ask` gives for a question that was asked before, whatever the limits; nullopt, and nothing is done,
  // for one that was not. Errors: kInvalidMessage (the id was used for another question), and those of the
  // database.
  runtime::Task<base::Result<std::optional<Accepted>>> ask_again(NewQuestion question);

  // Ends the model's work on an answer of this account; what that costs is in docs/coins.md. An answer that
  // has ended stays as it is; one that another server writes ends within about `stop_interval`. Errors:
  // kInvalidMessage (no such answer), those of the database.
  runtime::Task<base::Result<>> stop(std::int64_t account_id, std::string answer_id);

  // Ends everything that is being written for this account, as `stop` does, and waits until it is booked, and
  // until no journal of this server has text of it. Answers at other servers are waited for as long as such a
  // server may live unseen; erase_account closes those that are open then. Errors: kBusy (this server ends),
  // those of the database.
  runtime::Task<base::Result<>> stop_all(std::int64_t account_id);

  // Ends the model's work for an account that is gone; nobody waits for it.
  void drop(std::int64_t account_id);

  // An answer of this account, being written here or elsewhere, or long finished. Errors: kInvalidMessage (no
  // such answer), those of the database. `known_units`, in UTF-16 units, is how much of the text the reader
  // has: if another server writes the answer and the database has less, it is waited for.
  runtime::Task<base::Result<std::shared_ptr<Answer>>> find(std::int64_t account_id, std::string answer_id,
                                                            std::size_t known_units = 0);

  // Takes no more questions, lets answers run on for `grace`, then ends them (refunded), and waits until all
  // is booked.
  runtime::Task<> shut_down(std::chrono::milliseconds grace);

  [[nodiscard]] TutorCounts counts() const;
  // Who this server is among those on the database: the journal's node, or a new one without a journal.
  [[nodiscard]] const std::string& node() const { return node_; }

 private:
  struct Running;
  struct Save;
  struct Unbooked;
  using Lookup = base::Result<std::shared_ptr<Answer>>;

  runtime::Task<base::Result<Accepted>> join(std::shared_ptr<Running> running, NewQuestion question);
  runtime::Task<base::Result<RecordedQuestion>> record(NewQuestion question);
  [[nodiscard]] bool is_left_to_me(const StoredAnswer& stored) const;
  std::shared_ptr<Answer> stored_answer(StoredAnswer stored, const coins::Balances& balances);
  void begin_answer(Running& running, std::string conversation_id);
  runtime::Task<> run(std::shared_ptr<Running> running);
  runtime::Task<> end(std::shared_ptr<Running> running, ModelResult result);
  runtime::Task<Ending> book(std::shared_ptr<Running> running, Ending ending);

  // What runs by itself, in housekeeping.cpp.
  runtime::Task<> keep_house();
  runtime::Task<> book_again();
  runtime::Task<> look_after_open_answers();
  runtime::Task<> give_back_unclaimed();
  runtime::Task<> close_abandoned();
  runtime::Task<> interrupt(std::vector<AnswerIdentity> answers, Ending ending);
  runtime::Task<> heed_stops();

  // Saving texts, in saving.cpp.
  runtime::Task<> keep_texts();
  void begin_save();
  runtime::Task<> end_save();
  [[nodiscard]] static bool is_growing(const Running& running);
  // Null for an answer that was booked.
  [[nodiscard]] std::shared_ptr<Running> not_booked(const std::string& answer_id) const;
  [[nodiscard]] bool can_save_later() const;
  runtime::Task<bool> flush_journal();
  runtime::Task<base::Result<>> save_slice();
  runtime::Task<base::Result<>> save_some(std::span<const std::shared_ptr<Running>> growing);

  // In stopping.cpp.
  void stop_running(Running& running);
  std::vector<std::shared_ptr<Running>> running_for(std::int64_t account_id) const;
  runtime::Task<base::Result<>> stop_elsewhere(std::int64_t account_id);
  runtime::Task<base::Result<>> next_save();
  runtime::Task<> end_running_after(std::chrono::milliseconds grace);
  // Success: a place is taken, until `forget`.
  base::Result<> take_place_for(std::int64_t account_id);
  void forget(const Running& running);

  runtime::Executor executor_;
  store::Database* database_;
  Model* model_;
  TutorOptions options_;
  TextJournal* journal_;
  std::unique_ptr<Answer::Keeper> keeper_;  // null without a journal
  std::string node_;
  RefundHandler on_refund_;
  TutorCounts counts_;
  std::unordered_map<std::string, std::shared_ptr<Running>> running_;  // by answer id
  std::unordered_map<std::int64_t, std::size_t> running_of_account_;
  std::map<std::string, Unbooked> unbooked_;  // by answer id
  std::unique_ptr<FollowedAnswers> followed_;
  runtime::Notification changed_;  // an answer ended, texts were saved or could not be, or the server ends
  std::unique_ptr<Save> save_;     // that is being done
  std::uint64_t saves_begun_ = 0;
  std::uint64_t saves_done_ = 0;    // the number of the last that was done
  std::uint64_t saves_failed_ = 0;  // the number of the last that was not
  std::uint64_t saves_wanted_ = 0;  // the number of the last that somebody waits for
  bool flush_failed_ = false;       // the last one
  runtime::TaskGroup answers_;
  runtime::TaskGroup house_;
  bool closing_ = false;
  bool ending_all_ = false;
};

}  // namespace tutor
