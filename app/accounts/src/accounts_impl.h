// What the service's functions, which stand in several files, share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <accounts/accounts.h>

namespace accounts {

[[nodiscard]] std::unexpected<Refusal> refuse(base::Error error);

// For looking an id up without a copy of it.
struct SessionHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>()(id); }
};

struct Accounts::Impl {
  Impl(store::Database& in, const base::Clock& its_clock, AccountsOptions chosen);

  // The account of that name, if that is its password; counted against the name and the address. Errors:
  // kBadCredentials, kTooManyAttempts, kBusy.
  runtime::Task<Outcome<StoredAccount>> check(std::string username, std::string password,
                                              std::string address);
  // Error: kBusy.
  runtime::Task<Outcome<std::string>> hash(std::string password);

  store::Database& database;
  const base::Clock& clock;
  const AccountsOptions options;
  Throttle failures_per_account;
  Throttle failures_per_address;
  Throttle registrations_per_address;
  std::string dummy_hash;  // of a password that nobody knows
  // When sessions were seen last, in milliseconds since 1970, by their ids: what is not written down yet.
  std::unordered_map<std::string, std::int64_t, SessionHash, std::equal_to<>> seen;
  runtime::BlockingPool hashing;

 private:
  [[nodiscard]] std::optional<std::chrono::seconds> begin_check(const std::string& name,
                                                                const std::string& address);
  void forgive(const std::string& name, const std::string& address);
};

}  // namespace accounts
