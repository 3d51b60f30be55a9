// Entries of the ledger, one after the other, checked against those before them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace coins {

using PurseId = std::pair<std::int64_t, std::string>;  // account and tier

// "account 1, gold"
[[nodiscard]] std::string owner(const PurseId& purse);

// One entry with the reservation whose number it has, if there is one.
struct ReplayedEntry {
  std::int64_t id = 0;
  std::int64_t account = 0;
  std::string tier;
  std::string kind;
  std::string rule;
  std::int64_t amount = 0;
  std::optional<std::string> question;
  std::string who;
  std::string reason;
  std::int64_t balance_after = 0;
  std::int64_t created_at = 0;
  std::string digest;
  std::optional<std::int64_t> previous;
  std::int64_t milestone = 0;
  std::optional<std::string> reserved_question;
  std::optional<std::int64_t> reserved_account;
  std::optional<std::string> reserved_tier;
  std::optional<std::string> state;
};

// Pure: knows no database. Owned by an audit, for its length.
class Replay {
 public:
  struct End {
    std::int64_t balance = 0;
    std::string head;
    std::int64_t last_at = 0;
    std::int64_t entry = 0;
    bool milestone = false;
  };
  struct Open {
    PurseId purse;
    std::int64_t entry = 0;
    std::string state;  // of its reservation
  };
  struct Counts {
    std::int64_t reserved = 0;
    std::int64_t settled = 0;
    std::int64_t refunded = 0;
  };

  // The next entry, by rising id. A sentence when it does not follow from those before it.
  [[nodiscard]] std::optional<std::string> next(const ReplayedEntry& entry);
  // To be called after the last: a question that is reserved but not closed, although its reservation is.
  [[nodiscard]] std::optional<std::string> finish() const;

  [[nodiscard]] const std::map<PurseId, End>& ends() const { return ends_; }
  [[nodiscard]] const std::unordered_map<std::string, Open>& open() const { return open_; }
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  [[nodiscard]] static std::optional<std::string> form(const ReplayedEntry& entry);
  [[nodiscard]] std::optional<std::string> purse(const ReplayedEntry& entry);
  // Whether the purse's list goes on to the entry before this one; see entries.cpp.
  [[nodiscard]] static std::optional<std::string> place(const ReplayedEntry& entry, const End& before);
  [[nodiscard]] std::optional<std::string> question(const ReplayedEntry& entry);

  std::map<PurseId, End> ends_;
  std::unordered_map<std::string, Open> open_;
  Counts counts_;
};

}  // namespace coins
