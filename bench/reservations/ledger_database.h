// A database with accounts that have coins, made for one measurement and removed after it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <store/database.h>

namespace bench {

// Owned by the measurement. Failures end the program: a measurement of something else would be none.
class LedgerDatabase {
 public:
  // `kind`: "sqlite" (a file in a new folder under `folder`, which must lie on a disk) or "postgresql" (a
  // database of its own on the server of the address `server`).
  LedgerDatabase(const std::string& kind, const std::filesystem::path& folder, const std::string& server,
                 std::size_t accounts);
  ~LedgerDatabase();
  LedgerDatabase(const LedgerDatabase&) = delete;
  LedgerDatabase& operator=(const LedgerDatabase&) = delete;

  [[nodiscard]] store::Database& operator*() { return *database_; }
  // Each has many gold coins.
  [[nodiscard]] const std::vector<std::int64_t>& accounts() const { return accounts_; }

 private:
  std::filesystem::path folder_;
  std::string server_;
  std::string name_;
  std::unique_ptr<store::Database> database_;
  std::vector<std::int64_t> accounts_;
};

// The value, or the end of the program with the error's sentence.
template <class T>
T expect(base::Result<T> result);
[[noreturn]] void give_up(const std::string& why);

template <class T>
T expect(base::Result<T> result) {
  if (!result) give_up(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace bench
