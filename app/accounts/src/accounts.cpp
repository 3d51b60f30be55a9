#include <algorithm>
#include <stdexcept>
#include <utility>

#include <accounts/accounts.h>
#include <accounts/records.h>

#include "accounts_impl.h"

namespace accounts {
namespace {

constexpr std::chrono::seconds kRetryWhenBusy{2};

std::unexpected<Refusal> refuse_for(std::chrono::seconds wait) {
  return std::unexpected(Refusal{
      {kTooManyAttempts, "Too many attempts; try again in " + std::to_string(wait.count()) + " seconds."},
      wait});
}

base::Error bad_credentials() {
  return {kBadCredentials, "The username or the password is wrong."};
}

base::Error too_many_hashes() {
  return {kBusy, "Many people are logging in right now; try again in a moment."};
}

struct Check {
  bool right = false;
  std::string new_hash;  // empty unless the stored one was made at another cost
};

Check check_hash(const std::string& hash, const std::string& password, const PasswordCost& cost) {
  Check outcome{.right = verify_password(hash, password), .new_hash = {}};
  if (outcome.right && needs_rehash(hash, cost))
    outcome.new_hash = hash_password(password, cost).value_or(std::string());
  return outcome;
}

}  // namespace

std::unexpected<Refusal> refuse(base::Error error) {
  const bool busy = error.code == kBusy || error.code == store::kStoreBusy;
  return std::unexpected(Refusal{std::move(error), busy ? std::optional(kRetryWhenBusy) : std::nullopt});
}

Accounts::Impl::Impl(store::Database& in, const base::Clock& its_clock, AccountsOptions chosen)
    : database(in),
      clock(its_clock),
      options(std::move(chosen)),
      failures_per_account(options.failures_per_account, its_clock),
      failures_per_address(options.failures_per_address, its_clock),
      registrations_per_address(options.registrations_per_address, its_clock),
      hashing(options.hashing_threads, options.hashing_queue_limit) {
  auto made = hash_of_unknown_password(options.password_cost);
  if (!made) throw std::runtime_error("there is not enough memory to hash a password");
  dummy_hash = *std::move(made);
}

// How long the attempt has to wait. Otherwise it is counted now, before its outcome is known: many at once
// must not get past the limit.
std::optional<std::chrono::seconds> Accounts::Impl::begin_check(const std::string& name,
                                                                const std::string& address) {
  const auto for_account = failures_per_account.wait(name);
  const auto for_address = failures_per_address.wait(address);
  if (for_account || for_address) return std::max(for_account, for_address);
  failures_per_account.count(name);
  failures_per_address.count(address);
  return std::nullopt;
}

// The attempt was not a wrong password.
void Accounts::Impl::forgive(const std::string& name, const std::string& address) {
  failures_per_account.forgive(name);
  failures_per_address.forgive(address);
}

runtime::Task<Outcome<StoredAccount>> Accounts::Impl::check(std::string username, std::string password,
                                                            std::string address) {
  // A name that cannot exist is treated as one that does not; but it must not fill the throttle's memory.
  const std::string name = check_username(username) ? normalized(username) : std::string();
  if (const auto wait = begin_check(name, address)) co_return refuse_for(*wait);

  auto found =
      co_await database.read([name](store::Transaction& tx) -> base::Result<std::optional<StoredAccount>> {
        return find_account(tx, name);
      });
  if (!found) {
    forgive(name, address);
    co_return refuse(found.error());
  }
  std::optional<StoredAccount>& stored = *found;
  const auto checked = co_await hashing.run(
      [hash = stored ? stored->password_hash : dummy_hash, password = std::move(password),
       cost = options.password_cost] { return check_hash(hash, password, cost); });
  if (!checked) {
    forgive(name, address);
    co_return refuse(too_many_hashes());
  }
  if (!stored || !checked->right) co_return refuse(bad_credentials());
  forgive(name, address);
  failures_per_account.forget(name);

  if (!checked->new_hash.empty()) {
    // Best effort: the old hash is as good as before.
    const auto refreshed =
        co_await database.write([id = stored->account.id, before = stored->password_hash,
                                 hash = checked->new_hash](store::Transaction& tx) -> base::Result<bool> {
          return refresh_password_hash(tx, id, before, hash);
        });
    if (refreshed.value_or(false)) stored->password_hash = checked->new_hash;
  }
  co_return *std::move(stored);
}

runtime::Task<Outcome<std::string>> Accounts::Impl::hash(std::string password) {
  auto made = co_await hashing.run([password = std::move(password), cost = options.password_cost] {
    return hash_password(password, cost);
  });
  if (!made) co_return refuse(too_many_hashes());
  if (!*made) co_return refuse(made->error());
  co_return **std::move(made);
}

Accounts::Accounts(store::Database& database, const base::Clock& clock, AccountsOptions options)
    : impl_(std::make_unique<Impl>(database, clock, std::move(options))) {}

Accounts::~Accounts() = default;

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

  auto hash = co_await impl_->hash(std::move(password));
  if (!hash) {
    throttle.forgive(address);
    co_return std::unexpected(hash.error());
  }
  auto made = co_await impl_->database.write(
      [username, hash = *std::move(hash),
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
  auto checked = co_await impl_->check(std::move(username), std::move(password), std::move(address));
  if (!checked) co_return std::unexpected(checked.error());
  co_return std::move(checked->account);
}

}  // namespace accounts
