// Registers people, checks their passwords and keeps their sessions.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/clock.h>
#include <base/result.h>
#include <runtime/blocking_pool.h>
#include <runtime/task.h>
#include <store/database.h>

#include <accounts/account.h>
#include <accounts/errors.h>
#include <accounts/password.h>
#include <accounts/records.h>
#include <accounts/throttle.h>

namespace accounts {

struct AccountsOptions {
  PasswordCost password_cost;
  std::size_t hashing_threads = 2;        // each uses password_cost.memory_bytes while it works
  std::size_t hashing_queue_limit = 200;  // log-ins that wait; further ones are told kBusy
  std::chrono::seconds session_lifetime{std::chrono::hours(24 * 30)};  // since it was used last
  ThrottleOptions failures_per_account{.attempts = 10, .window = std::chrono::seconds(300)};
  ThrottleOptions failures_per_address{.attempts = 100, .window = std::chrono::seconds(300)};
  ThrottleOptions registrations_per_address{.attempts = 100, .window = std::chrono::seconds(3600)};
  // Runs in the transaction that makes an account; an error undoes both.
  std::function<base::Result<>(store::Transaction&, std::int64_t account)> on_created;
  // The same for the transaction that deletes one: erases what other parts know of it.
  std::function<base::Result<>(store::Transaction&, std::int64_t account)> on_deleted;
};

// The browser that opens a session, as its request tells; kept shortened and printable.
struct Device {
  std::string address;
  std::string agent;  // its User-Agent
};

// What a session's cookie stands for.
struct SessionInfo {
  Account account;
  std::string session_id;  // the token's hash, 64 hexadecimal digits: names it without letting anybody in
  bool extended = false;   // its life was prolonged just now; a fresh cookie would be too
};

// A new session. `token` is the only copy of the secret.
struct Session {
  std::string token;  // 43 characters of base64url
  std::string session_id;
};

// An account whose present password was given just now. Worth nothing once the password has changed.
struct Confirmed {
  Account account;
  std::string password_hash;
};

struct PasswordChange {
  Session session;  // what the session that changed it is from now on
  std::vector<std::string>
      ended;  // ids of sessions whose sockets are to be closed: all that were there before
};

// For the caller of a throttled function: how long to wait.
struct Refusal {
  base::Error error;
  std::optional<std::chrono::seconds> retry_after;  // set for kTooManyAttempts and kBusy
};
template <class T>
using Outcome = std::expected<T, Refusal>;

// Owned by the program's wiring; used on one loop, and destroyed before it, since it joins the threads that
// hash. The database and the clock outlive it. Every function may also return any of store/errors.h.
class Accounts {
 public:
  Accounts(store::Database& database, const base::Clock& clock, AccountsOptions options);
  ~Accounts();
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  // A student. `address` is the peer's, for the throttle. Errors: kInvalidUsername, kWeakPassword,
  // kUsernameTaken, kTooManyAttempts, kBusy, those of on_created.
  runtime::Task<Outcome<Account>> register_account(std::string username, std::string password,
                                                   std::string address);

  // Errors: kBadCredentials (as slow for an unknown name as for a wrong password), kTooManyAttempts, kBusy.
  runtime::Task<Outcome<Account>> log_in(std::string username, std::string password, std::string address);

  // `account` as it was when its password was checked. Error: kBadCredentials when the password was changed
  // since, or the account was deleted.
  runtime::Task<base::Result<Session>> open_session(Account account, Device device);

  // nullopt: there is no such session, or it has expired. Keeps a session that is used alive, and remembers
  // when it was.
  runtime::Task<base::Result<std::optional<SessionInfo>>> find_session(std::string token);

  // Returns the session's id; nullopt when there was none.
  runtime::Task<base::Result<std::optional<std::string>>> end_session(std::string token);
  // The same for a session of the account by its public id.
  runtime::Task<base::Result<std::optional<std::string>>> end_session_of(std::int64_t account,
                                                                         std::string public_id);
  // All sessions of the account but the one of that id; returns their ids.
  runtime::Task<base::Result<std::vector<std::string>>> end_other_sessions(std::int64_t account,
                                                                           std::string session_id);

  // Those that live, the one seen last first.
  runtime::Task<base::Result<std::vector<SessionSummary>>> list_sessions(std::int64_t account);
  // A session was used now, in another way than by find_session.
  void note_use(std::string_view session_id);
  // Writes down when sessions were seen; worth calling every few minutes. What fails is tried again by the
  // next call.
  runtime::Task<base::Result<>> save_last_seen();

  // Checks the password of an account that is logged in, as log_in does and under the same limits. Errors:
  // kWrongPassword, kTooManyAttempts, kBusy.
  runtime::Task<Outcome<Confirmed>> confirm(Account account, std::string password, std::string address);

  // Sets a new password, gives the session of that id a new token, and ends all others. Errors:
  // kWeakPassword, kBusy, kWrongPassword (it was changed meanwhile), kNotLoggedIn (the session has ended
  // meanwhile).
  runtime::Task<Outcome<PasswordChange>> change_password(Confirmed confirmed, std::string session_id,
                                                         std::string new_password);

  // Deletes the account, all or nothing: see delete_account in records.h. Returns the ids of the sessions
  // that ended. Errors: kWrongPassword (it was changed meanwhile), those of on_deleted.
  runtime::Task<Outcome<std::vector<std::string>>> delete_account(Confirmed confirmed);

  [[nodiscard]] std::chrono::seconds session_lifetime() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace accounts
