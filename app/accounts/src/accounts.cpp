#include <algorithm>
#include <stdexcept>
#include <utility>

#include <store/announcements.h>

#include <accounts/accounts.h>
#include <accounts/records.h>

#include "session_records.h"
#include "session_token.h"

namespace accounts {
namespace {

constexpr std::chrono::seconds kRetryWhenBusy{2};

Refusal refusal(base::Error error) {
  const bool busy = error.code == kBusy || error.code == store::kStoreBusy;
  return {std::move(error), busy ? std::optional(kRetryWhenBusy) : std::nullopt};
}

std::unexpected<Refusal> refuse(base::Error error) {
  return std::unexpected(refusal(std::move(error)));
}

std::unexpected<Refusal> refuse_for(std::chrono::seconds wait) {
  return std::unexpected(Refusal{
      {kTooManyAttempts, "Too many attempts; try again in " + std::to_string(wait.count()) + " seconds."},
      wait});
}

base::Error too_many_hashes() {
  return {kBusy, "Many people are logging in right now; try again in a moment."};
}

base::Error bad_credentials() {
  return {kBadCredentials, "The username or the password is wrong."};
}

struct Check {
  bool right = false;
  std::string new_hash;  // empty unless the stored one was made at another cost
};

Check check(const std::string& hash, const std::string& password, const PasswordCost& cost) {
  Check outcome{.right = verify_password(hash, password), .new_hash = {}};
  if (outcome.right && needs_rehash(hash, cost))
    outcome.new_hash = hash_password(password, cost).value_or(std::string());
  return outcome;
}

}  // namespace

struct Accounts::Impl {
  Impl(store::Database& in, const base::Clock& clock, AccountsOptions chosen)
      : database(in),
        options(std::move(chosen)),
        failures_per_account(options.failures_per_account, clock),
        failures_per_address(options.failures_per_address, clock),
        registrations_per_address(options.registrations_per_address, clock),
        hashing(options.hashing_threads, options.hashing_queue_limit) {
    auto hash = hash_password(new_session_token(), options.password_cost);
    if (!hash) throw std::runtime_error("there is not enough memory to hash a password");
    dummy_hash = *std::move(hash);
  }

  // How long the attempt has to wait. Otherwise it is counted now, before its outcome is known: many at once
  // must not get past the limit.
  std::optional<std::chrono::seconds> begin_log_in(const std::string& name, const std::string& address) {
    const auto for_account = failures_per_account.wait(name);
    const auto for_address = failures_per_address.wait(address);
    if (for_account || for_address) return std::max(for_account, for_address);
    failures_per_account.count(name);
    failures_per_address.count(address);
    return std::nullopt;
  }

  // The attempt was not a wrong password.
  void forgive_log_in(const std::string& name, const std::string& address) {
    failures_per_account.forgive(name);
    failures_per_address.forgive(address);
  }

  store::Database& database;
  const AccountsOptions options;
  Throttle failures_per_account;
  Throttle failures_per_address;
  Throttle registrations_per_address;
  std::string dummy_hash;  // of a password that nobody knows
  runtime::BlockingPool hashing;
};

Accounts::Accounts(store::Database& database, const base::Clock& clock, AccountsOptions options)
    : impl_(std::make_unique<Impl>(database, clock, std::move(options))) {}

Accounts::~Accounts() = default;

std::chrono::seconds Accounts::session_lifetime() const {
  return impl_->options.session_lifetime;
}

runtime::Task<Outcome<Account>> Accounts::register_account(std::string username, std::string password,
                                                           std::string address) {
  if (auto valid = check_username(username); !valid) co_return refuse(valid.error());
  if (auto valid = check_password(password, username); !valid) co_return refuse(valid.error());
  Throttle& throttle = impl_->registrations_per_address;
  if (const auto wait = throttle.wait(address)) co_return refuse_for(*wait);
  throttle.count(address);

  // Asked again in the transaction below; here it spares the hashing.
  const auto taken = co_await impl_->database.read([username](store::Transaction& tx) -> base::Result<bool> {
    return find_account(tx, username).has_value();
  });
  if (!taken) {
    throttle.forgive(address);
    co_return refuse(taken.error());
  }
  if (*taken) co_return refuse({kUsernameTaken, "This username is taken; choose another."});

  auto hash =
      co_await impl_->hashing.run([password = std::move(password), cost = impl_->options.password_cost] {
        return hash_password(password, cost);
      });
  if (!hash || !*hash) {
    throttle.forgive(address);
    co_return refuse(hash ? hash->error() : too_many_hashes());
  }
  auto made = co_await impl_->database.write(
      [username, hash = **std::move(hash),
       on_created = impl_->options.on_created](store::Transaction& tx) -> base::Result<Account> {
        auto account = insert_account(tx, username, hash, Role::kStudent);
        if (!account || !on_created) return account;
        if (auto done = on_created(tx, account->id); !done) return base::fail(done.error());
        return account;
      });
  if (!made) co_return refuse(made.error());
  co_return *std::move(made);
}

runtime::Task<Outcome<Account>> Accounts::log_in(std::string username, std::string password,
                                                 std::string address) {
  // A name that cannot exist is treated as one that does not; but it must not fill the throttle's memory.
  const std::string name = check_username(username) ? normalized(username) : std::string();
  if (const auto wait = impl_->begin_log_in(name, address)) co_return refuse_for(*wait);

  const auto found = co_await impl_->database.read(
      [name](store::Transaction& tx) -> base::Result<std::optional<StoredAccount>> {
        return find_account(tx, name);
      });
  if (!found) {
    impl_->forgive_log_in(name, address);
    co_return refuse(found.error());
  }
  const std::optional<StoredAccount>& stored = *found;
  const auto checked = co_await impl_->hashing.run(
      [hash = stored ? stored->password_hash : impl_->dummy_hash, password = std::move(password),
       cost = impl_->options.password_cost] { return check(hash, password, cost); });
  if (!checked) {
    impl_->forgive_log_in(name, address);
    co_return refuse(too_many_hashes());
  }
  if (!stored || !checked->right) co_return refuse(bad_credentials());
  impl_->forgive_log_in(name, address);
  impl_->failures_per_account.forget(name);

  if (!checked->new_hash.empty()) {
    // Best effort: the old hash is as good as before.
    static_cast<void>(co_await impl_->database.write(
        [id = stored->account.id, hash = checked->new_hash](store::Transaction& tx) -> base::Result<bool> {
          return set_password_hash(tx, id, hash);
        }));
  }
  co_return stored->account;
}

runtime::Task<base::Result<Session>> Accounts::open_session(std::int64_t account) {
  std::string token = new_session_token();
  const std::string id = session_id_of(token);
  const auto stored = co_await impl_->database.write(
      [id, account, lifetime = impl_->options.session_lifetime](store::Transaction& tx) -> base::Result<> {
        // Whoever logs in sweeps up behind those who never came back.
        delete_expired_sessions(tx);
        insert_session(tx, id, account, lifetime);
        return {};
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
  // Seldom, so that a request does not cost a write.
  const auto lifetime = impl_->options.session_lifetime;
  const auto rest = std::chrono::milliseconds((*found)->now - (*found)->session.last_seen_at);
  if (rest >= std::min<std::chrono::milliseconds>(std::chrono::hours(1), lifetime / 10)) {
    const auto extended =
        co_await impl_->database.write([id, lifetime](store::Transaction& tx) -> base::Result<bool> {
          return extend_session(tx, id, lifetime);
        });
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

}  // namespace accounts
