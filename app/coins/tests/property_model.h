// What a ledger should say, kept in plain maps: no entries, no transactions, no SQL.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <coins/ledger.h>

namespace coins {

// Changes are tried, then kept or undone together, as those of a transaction are.
class Model {
 public:
  enum class State { kOpen, kSettled, kRefunded };
  struct Question {
    std::int64_t account = 0;
    Tier tier = Tier::kCopper;
    State state = State::kOpen;
  };

  [[nodiscard]] Balances balances(std::int64_t account) const {
    const auto found = balances_.find(account);
    return found == balances_.end() ? Balances{} : found->second;
  }
  [[nodiscard]] const Question* question(const std::string& id) const {
    const auto found = questions_.find(id);
    return found == questions_.end() ? nullptr : &found->second;
  }

  // Each: the code of the error that is to be expected, "" if it is to succeed.
  std::string_view give(std::int64_t account, Tier tier, std::int64_t count) {
    return move(account, tier, count) ? "" : "low_coins";
  }
  std::string_view ask(const std::string& id, std::int64_t account, Tier tier) {
    if (questions_.contains(id)) return "already_reserved";
    if (!move(account, tier, -1)) return "low_coins";
    questions_[id] = {account, tier, State::kOpen};
    asked_.push_back(id);
    return "";
  }
  std::string_view close(const std::string& id, State state) {
    const auto found = questions_.find(id);
    if (found == questions_.end() || found->second.state != State::kOpen) return "reservation_not_open";
    found->second.state = state;
    closed_.push_back(id);
    if (state == State::kRefunded) move(found->second.account, found->second.tier, 1);
    return "";
  }

  void keep() {
    moved_.clear();
    asked_.clear();
    closed_.clear();
  }
  void undo() {
    for (const auto& [account, tier, amount] : moved_) balances_[account].of(tier) -= amount;
    for (const std::string& id : closed_) questions_[id].state = State::kOpen;
    for (const std::string& id : asked_) questions_.erase(id);
    keep();
  }

  [[nodiscard]] std::int64_t count(State state) const {
    std::int64_t out = 0;
    for (const auto& [id, question] : questions_) out += question.state == state ? 1 : 0;
    return out;
  }
  [[nodiscard]] const std::map<std::int64_t, Balances>& all_balances() const { return balances_; }
  [[nodiscard]] std::size_t questions() const { return questions_.size(); }

 private:
  struct Move {
    std::int64_t account;
    Tier tier;
    std::int64_t amount;
  };

  bool move(std::int64_t account, Tier tier, std::int64_t amount) {
    std::int64_t& balance = balances_[account].of(tier);
    if (balance + amount < 0) return false;
    balance += amount;
    moved_.push_back({account, tier, amount});
    return true;
  }

  std::map<std::int64_t, Balances> balances_;
  std::map<std::string, Question> questions_;
  std::vector<Move> moved_;
  std::vector<std::string> asked_;
  std::vector<std::string> closed_;
};

}  // namespace coins
