// The service's part for who changes or deletes the own account.
#include <utility>

#include <store/announcements.h>

#include <accounts/accounts.h>

#include "accounts_impl.h"
#include "session_records.h"
#include "session_token.h"

namespace accounts {
namespace {

base::Error wrong_password() {
  return {kWrongPassword, "The present password is wrong; nothing was changed."};
}

base::Error changed_meanwhile() {
  return {kWrongPassword, "The account was changed by another device just now; nothing was changed here."};
}

}  // namespace

runtime::Task<Outcome<Confirmed>> Accounts::confirm(Account account, std::string password,
                                                    std::string address) {
  auto checked = co_await impl_->check(account.username, std::move(password), std::move(address));
  if (!checked) {
    if (checked.error().error.code == kBadCredentials) co_return refuse(wrong_password());
    co_return std::unexpected(checked.error());
  }
  // The name may be somebody else's by now.
  if (checked->account.id != account.id) co_return refuse(wrong_password());
  co_return Confirmed{std::move(checked->account), std::move(checked->password_hash)};
}

runtime::Task<Outcome<PasswordChange>> Accounts::change_password(Confirmed confirmed, std::string session_id,
                                                                 std::string new_password) {
  if (auto valid = check_password(new_password, confirmed.account.username); !valid)
    co_return refuse(valid.error());
  auto hash = co_await impl_->hash(std::move(new_password));
  if (!hash) co_return std::unexpected(hash.error());
  std::string token = new_session_token();
  const std::string new_id = session_id_of(token);
  auto ended =
      co_await impl_->database.write([confirmed = std::move(confirmed), session_id, new_id,
                                      hash = *std::move(hash), lifetime = impl_->options.session_lifetime](
                                         store::Transaction& tx) -> base::Result<std::vector<std::string>> {
        const std::int64_t account = confirmed.account.id;
        if (!replace_password_hash(tx, account, confirmed.password_hash, hash))
          return base::fail(changed_meanwhile());
        if (!renew_session(tx, session_id, new_id, lifetime))
          return base::fail(kNotLoggedIn, "Your session has ended; log in. The password was not changed.");
        auto ids = accounts::end_other_sessions(tx, account, new_id);
        // Who holds the former token may have a socket, too.
        store::announce(tx, kSessionEnded, session_id);
        ids.push_back(session_id);
        return ids;
      });
  if (!ended) co_return refuse(ended.error());
  co_return PasswordChange{{std::move(token), new_id}, *std::move(ended)};
}

runtime::Task<Outcome<std::vector<std::string>>> Accounts::delete_account(Confirmed confirmed) {
  auto ended = co_await impl_->database.write(
      [confirmed = std::move(confirmed), on_deleted = impl_->options.on_deleted](
          store::Transaction& tx) -> base::Result<std::vector<std::string>> {
        auto ids = accounts::delete_account(tx, confirmed.account.id, confirmed.password_hash);
        if (!ids) return base::fail(changed_meanwhile());
        if (on_deleted) {
          if (auto done = on_deleted(tx, confirmed.account.id); !done) return base::fail(done.error());
        }
        return *std::move(ids);
      });
  if (!ended) co_return refuse(ended.error());
  co_return *std::move(ended);
}

}  // namespace accounts
