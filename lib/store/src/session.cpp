#include "session.h"

namespace store {

void Session::ensure_connected() {
  if (connection_ && dialect_.is_connected(*connection_)) return;
  statements_.clear();
  connection_.reset();
  auto fresh = std::make_unique<soci::session>();
  dialect_.connect(*fresh, purpose_);
  connection_ = std::move(fresh);
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

void Session::commit() {
  if (!connection_ || dialect_.transaction_state(*connection_) != TransactionState::kOpen) {
    throw Failure({kDatabaseFailed, "A statement on " + dialect_.description() +
                                        " had failed before, so that nothing was kept."});
  }
  run("COMMIT");
}

void Session::roll_back() noexcept {
  if (!connection_) return;
  try {
    if (dialect_.transaction_state(*connection_) != TransactionState::kNone) run("ROLLBACK");
  } catch (const std::exception&) {
    statements_.clear();
    connection_.reset();
  }
}

}  // namespace store
