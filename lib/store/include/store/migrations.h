// The schema's history: numbered steps, applied once each, in order, and never undone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <store/database.h>

namespace store {

// One step, written once and never changed after it was released. `sql` is portable and may hold several
// statements; "$IDENTITY" in it stands for the type of a generated BIGINT primary key. What differs
// (triggers) goes into the other two, which run after it. All texts are literals. What no SQL can say is a
// function, which runs last; it too must work on both databases.
struct Migration {
  int number;  // unique over all parts of the program, and rising
  std::string_view name;
  std::string_view sql;
  std::string_view sql_sqlite = {};
  std::string_view sql_postgresql = {};
  void (*convert)(Transaction& transaction) = nullptr;
};

struct MigrationReport {
  std::vector<std::string> applied;  // "3 answers", in order
  std::size_t already = 0;           // how many were there before
};

// Applies what is missing, each step in a transaction of its own, so that one that fails leaves nothing and
// those before it stay. `known` may be in any order. Safe to call from two programs at once. Errors:
// kDatabaseNewer (the database has a step that is not known; nothing is changed), any of errors.h with the
// step's name in the message.
[[nodiscard]] base::Result<MigrationReport> migrate(Database& database, std::span<const Migration> known);

// The steps that `migrate` would apply, as "3 answers". Changes nothing. Errors: as above.
[[nodiscard]] base::Result<std::vector<std::string>> pending(Database& database,
                                                             std::span<const Migration> known);

}  // namespace store
