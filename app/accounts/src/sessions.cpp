// The service's part that opens, finds and ends sessions.
#include <algorithm>
#include <functional>
#include <utility>

#include <store/announcements.h>

#include <accounts/accounts.h>

#include "accounts_impl.h"
#include "session_records.h"
#include "session_token.h"

namespace accounts {
namespace {

// In one job of the writer, which others wait for.
constexpr std::size_t kMostAtOnce = 500;

using Seen = std::vector<std::pair<std::string, std::int64_t>>;

}  // namespace

std::chrono::seconds Accounts::session_lifetime() const {
  return impl_->options.session_lifetime;
}

runtime::Task<base::Result<Session>> Accounts::open_session(Account account, Device device) {
  std::string token = new_session_token();
  const std::string id = session_id_of(token);
  const auto stored = co_await impl_->database.write(
      [id, account = std::move(account), device = std::move(device),
       lifetime = impl_->options.session_lifetime](store::Transaction& tx) -> base::Result<> {
        // Whoever logs in sweeps up behind those who never came back.
        delete_expired_sessions(tx);
        if (insert_session(tx, id, account, device, lifetime)) return {};
        return base::fail(kBadCredentials, "The password was changed just now; log in with the new one.");
      });
  if (!stored) co_return base::fail(stored.error());
  co_return Session{std::move(token), id};
}

runtime::Task<base::Result<std::optional<SessionInfo>>> Accounts::find_session(std::string token) {
  if (!is_session_token(token)) co_return std::nullopt;
  const std::string id = session_id_of(token);
  struct Found {
    StoredSession session;
    std::int64_t now;
  };
  auto found =
      co_await impl_->database.read([id](store::Transaction& tx) -> base::Result<std::optional<Found>> {
        auto stored = find_stored_session(tx, id);
        if (!stored) return std::nullopt;
        return Found{*std::move(stored), tx.now()};
      });
  if (!found) co_return base::fail(found.error());
  if (!*found) co_return std::nullopt;
  SessionInfo info = std::move((*found)->session.info);
  note_use(id);
  // Seldom, so that a request does not cost a write. A life that is longer than lives are now was begun under
  // another setting.
  const auto whole = impl_->options.session_lifetime;
  const std::chrono::milliseconds lifetime = whole;
  const auto lived = lifetime - std::chrono::milliseconds((*found)->session.expires_at - (*found)->now);
  if (lived >= std::min<std::chrono::milliseconds>(std::chrono::hours(1), lifetime / 10) ||
      lived < std::chrono::milliseconds(0)) {
    const auto extended = co_await impl_->database.write(
        [id, whole](store::Transaction& tx) -> base::Result<bool> { return extend_session(tx, id, whole); });
    info.extended = extended.value_or(false);
  }
  co_return info;
}

runtime::Task<base::Result<std::optional<std::string>>> Accounts::end_session(std::string token) {
  if (!is_session_token(token)) co_return std::nullopt;
  const std::string id = session_id_of(token);
  const auto ended = co_await impl_->database.write([id](store::Transaction& tx) -> base::Result<bool> {
    store::announce(tx, kSessionEnded, id);
    return delete_session(tx, id);
  });
  if (!ended) co_return base::fail(ended.error());
  if (!*ended) co_return std::nullopt;
  co_return id;
}

runtime::Task<base::Result<std::optional<std::string>>> Accounts::end_session_of(std::int64_t account,
                                                                                 std::string public_id) {
  co_return co_await impl_->database.write(
      [account,
       id = std::move(public_id)](store::Transaction& tx) -> base::Result<std::optional<std::string>> {
        return accounts::end_session_of(tx, account, id);
      });
}

runtime::Task<base::Result<std::vector<std::string>>> Accounts::end_other_sessions(std::int64_t account,
                                                                                   std::string session_id) {
  co_return co_await impl_->database.write(
      [account,
       id = std::move(session_id)](store::Transaction& tx) -> base::Result<std::vector<std::string>> {
        return accounts::end_other_sessions(tx, account, id);
      });
}

runtime::Task<base::Result<std::vector<SessionSummary>>> Accounts::list_sessions(std::int64_t account) {
  auto listed = co_await impl_->database.read(
      [account](store::Transaction& tx) -> base::Result<std::vector<SessionSummary>> {
        return sessions_of(tx, account);
      });
  if (!listed) co_return listed;
  for (SessionSummary& session : *listed) {
    const auto seen = impl_->seen.find(session.session_id);
    if (seen != impl_->seen.end()) session.last_seen_at = std::max(session.last_seen_at, seen->second);
  }
  const auto seen_and_begun = [](const SessionSummary& session) {
    return std::pair(session.last_seen_at, session.created_at);
  };
  std::ranges::sort(*listed, std::greater(), seen_and_begun);
  co_return listed;
}

void Accounts::note_use(std::string_view session_id) {
  const std::int64_t now = base::unix_milliseconds(impl_->clock.system_now());
  if (const auto known = impl_->seen.find(session_id); known != impl_->seen.end()) {
    known->second = now;
  } else {
    impl_->seen.emplace(session_id, now);
  }
}

runtime::Task<base::Result<>> Accounts::save_last_seen() {
  Seen all;
  all.reserve(impl_->seen.size());
  for (const auto& [session, at] : impl_->seen) all.emplace_back(session, at);
  while (!all.empty()) {
    const auto first = all.end() - static_cast<std::ptrdiff_t>(std::min(all.size(), kMostAtOnce));
    Seen some(first, all.end());
    all.erase(first, all.end());
    // In one order, so that two servers which saw the same do not wait for each other in a circle.
    std::ranges::sort(some);
    const auto saved = co_await impl_->database.write([some](store::Transaction& tx) -> base::Result<> {
      for (const auto& [session, at] : some) mark_seen(tx, session, at);
      return {};
    });
    if (!saved) co_return saved;
    for (const auto& [session, at] : some) {
      // It may have been seen again meanwhile.
      const auto known = impl_->seen.find(session);
      if (known != impl_->seen.end() && known->second == at) impl_->seen.erase(known);
    }
  }
  co_return base::Result<>();
}

}  // namespace accounts
