#include "session.h"

#include <thread>

namespace store {

void Session::ensure_connected() {
  if (!is_lost()) return;
  disconnect();
  auto fresh = std::make_unique<soci::session>();
  dialect_.connect(*fresh, purpose_);
  connection_ = std::move(fresh);
}

void Session::disconnect() noexcept {
  statements_.clear();
  connection_.reset();
}

Statement& Session::statement(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return *found->second;
  auto made = std::make_unique<Statement>(*connection_, dialect_, std::string(sql));
  return *statements_.emplace(sql, std::move(made)).first->second;
}

void Session::run(std::string_view sql) {
  Statement& prepared = statement(sql);
  prepared.start({}, {});
  prepared.step(true);
}

void Session::begin() {
  const bool known = !is_lost();
  ensure_connected();
  try {
    run(dialect_.begin(purpose_));
  } catch (const std::exception&) {
    if (!known || !is_lost()) throw;
    ensure_connected();
    run(dialect_.begin(purpose_));
  }
}

bool Session::is_in_transaction() {
  return connection_ && dialect_.transaction_state(*connection_) == TransactionState::kOpen;
}

void Session::commit() {
  if (!is_in_transaction()) {
    throw Failure({kDatabaseFailed, "A statement on " + dialect_.description() +
                                        " had failed before, so that nothing was kept."});
  }
  const std::string name = dialect_.transaction_name(*connection_);
  std::optional<base::Error> lost;
  try {
    run("COMMIT");
  } catch (...) {
    if (!is_lost()) throw;
    lost = current_failure(dialect_);
  }
  if (!lost) return;
  const std::optional<bool> kept = ask_whether_kept(name);
  if (!kept) {
    throw Failure(
        {kOutcomeUnknown, "The connection to " + dialect_.description() +
                              " was lost at the moment of a change; look whether the change was made "
                              "before you try again."});
  }
  if (!*kept) {
    disconnect();  // seen by the writer as what it was: a transaction that went down with its connection
    throw Failure(*std::move(lost));
  }
}

std::optional<bool> Session::ask_whether_kept(const std::string& transaction_name) {
  if (transaction_name.empty()) return false;
  constexpr std::chrono::milliseconds kPause{100};
  const auto last = std::chrono::steady_clock::now() + patience_;
  while (true) {
    try {
      ensure_connected();
      if (const auto kept = dialect_.was_committed(*connection_, transaction_name)) return kept;
    } catch (const std::exception&) {
      disconnect();
    }
    if (std::chrono::steady_clock::now() >= last) return std::nullopt;
    std::this_thread::sleep_for(kPause);
  }
}

void Session::roll_back() noexcept {
  if (!connection_) return;
  try {
    if (dialect_.transaction_state(*connection_) != TransactionState::kNone) run("ROLLBACK");
  } catch (const std::exception&) {
    disconnect();
  }
}

}  // namespace store
