#include "announcements.h"

#include <charconv>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <conversations/changes.h>

#include <runtime/log.h>

#include <accounts/records.h>
#include <coins/ledger.h>
#include <tutor/records.h>

namespace server {
namespace {

std::optional<std::int64_t> number_in(std::string_view payload) {
  std::int64_t account = 0;
  const auto [end, failure] = std::from_chars(payload.data(), payload.data() + payload.size(), account);
  if (failure != std::errc() || end != payload.data() + payload.size()) return std::nullopt;
  return account;
}

runtime::Task<> tell_balances(store::Database& database, chat::Chat& chat, std::int64_t account) {
  // In the writer's order, or an older balance might be told after a newer one.
  const auto balances =
      co_await database.write([account](store::Transaction& tx) -> base::Result<coins::Balances> {
        return coins::balances(tx, account);
      });
  if (balances) {
    chat.tell_balances(account, *balances);
  } else {
    runtime::log(runtime::LogLevel::kError, "changed coins could not be shown: " + balances.error().message);
  }
}

runtime::Task<> tell_all(store::Database& database, chat::Chat& chat) {
  chat.note_unheard_ends();
  std::set<std::int64_t> accounts;
  for (const chat::User& user : chat.users()) {
    accounts.insert(user.account_id);
    const auto exists =
        co_await database.read([id = user.session_id](store::Transaction& tx) -> base::Result<bool> {
          return accounts::session_exists(tx, id);
        });
    if (exists && !*exists) chat.end_session(user.session_id);
  }
  for (const std::int64_t account : accounts) {
    chat.tell_conversations(account);
    co_await tell_balances(database, chat, account);
  }
}

}  // namespace

std::optional<std::int64_t> account_of(const store::Announcement& announcement) {
  const bool of_an_account = announcement.topic == accounts::kAccountDeleted ||
                             announcement.topic == tutor::kBalanceChanged ||
                             announcement.topic == conversations::kConversationsChanged;
  return of_an_account ? number_in(announcement.payload) : std::nullopt;
}

runtime::Task<> obey(store::Database& database, chat::Chat& chat, tutor::Tutor& tutor,
                     store::Announcement announcement) {
  if (announcement.topic == store::kMissed) {
    co_await tell_all(database, chat);
  } else if (announcement.topic == accounts::kSessionEnded) {
    chat.end_session(announcement.payload);
  } else if (announcement.topic == accounts::kAccountDeleted) {
    if (const auto account = number_in(announcement.payload)) tutor.drop(*account);
  } else if (announcement.topic == tutor::kBalanceChanged) {
    if (const auto account = number_in(announcement.payload)) {
      co_await tell_balances(database, chat, *account);
    }
  } else if (announcement.topic == conversations::kConversationsChanged) {
    if (const auto account = number_in(announcement.payload)) chat.tell_conversations(*account);
  }
}

}  // namespace server
