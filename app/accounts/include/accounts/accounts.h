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

#include <base/clock.h>
#include <base/result.h>
#include <runtime/blocking_pool.h>
#include <runtime/task.h>
#include <store/database.h>

#include <accounts/account.h>
#include <accounts/errors.h>
#include <accounts/password.h>
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

  runtime::Task<base::Result<Session>> open_session(std::int64_t account);

  // nullopt: there is no such session, or it has expired. Keeps a session that is used alive.
  runtime::Task<base::Result<std::optional<SessionInfo>>> find_session(std::string token);

  // Returns the session's id; nullopt when there was none.
  runtime::Task<base::Result<std::optional<std::string>>> end_session(std::string token);

  [[nodiscard]] std::chrono::seconds session_lifetime() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace accounts
