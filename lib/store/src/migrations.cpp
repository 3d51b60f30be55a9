#include <algorithm>
#include <set>

#include <store/migrations.h>

#include "parts.h"

namespace store {
namespace {

constexpr std::string_view kTable = "schema_migrations";

std::string title(const Migration& migration) {
  return std::to_string(migration.number) + " " + std::string(migration.name);
}

std::string adapted(std::string_view sql, const Dialect& dialect) {
  constexpr std::string_view kIdentity = "$IDENTITY";
  std::string out(sql);
  for (auto at = out.find(kIdentity); at != std::string::npos; at = out.find(kIdentity, at))
    out.replace(at, kIdentity.size(), dialect.identity_type());
  return out;
}

std::set<int> recorded(Transaction& tx, const Dialect& dialect) {
  std::set<int> numbers;
  if (!dialect.has_table(tx, kTable)) return numbers;
  for (const auto& [number] : tx.all<int>("SELECT number FROM schema_migrations")) numbers.insert(number);
  return numbers;
}

struct Plan {
  std::vector<const Migration*> missing;
  std::size_t already = 0;
};

base::Result<Plan> make_plan(Database& database, std::span<const Migration> known) {
  const Dialect& dialect = *database.parts().dialect;
  auto done = database.read_now(
      [&](Transaction& tx) -> base::Result<std::set<int>> { return recorded(tx, dialect); });
  if (!done) return base::fail(done.error());

  std::set<int> numbers;
  Plan plan{.missing = {}, .already = done->size()};
  for (const Migration& migration : known) {
    if (!numbers.insert(migration.number).second)
      return base::fail(kDatabaseFailed,
                        "There are two migrations with the number of " + title(migration) + ".");
    if (!done->contains(migration.number)) plan.missing.push_back(&migration);
  }
  if (!std::ranges::includes(numbers, *done)) {
    return base::fail(kDatabaseNewer, "This database was made by a newer version of AI Lab (" +
                                          dialect.description() + " has migration " +
                                          std::to_string(*done->rbegin()) +
                                          "); it was left as it is. Use that version, or another database.");
  }
  std::ranges::sort(plan.missing, {}, &Migration::number);
  return plan;
}

// False when another program was faster.
base::Result<bool> apply(Transaction& tx, const Migration& migration, const Dialect& dialect) {
  dialect.lock_migrations(tx);
  dialect.run_script(tx.session(),
                     "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY,"
                     " name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
  if (recorded(tx, dialect).contains(migration.number)) return false;
  dialect.run_script(tx.session(), adapted(migration.sql, dialect));
  dialect.run_script(tx.session(), adapted(dialect.own_sql(migration), dialect));
  if (migration.convert != nullptr) migration.convert(tx);
  tx.change("INSERT INTO schema_migrations (number, name, applied_at) VALUES (:number, :name, :now)",
            migration.number, migration.name, tx.now());
  return true;
}

}  // namespace

base::Result<MigrationReport> migrate(Database& database, std::span<const Migration> known) {
  const auto plan = make_plan(database, known);
  if (!plan) return base::fail(plan.error());
  MigrationReport report{.applied = {}, .already = plan->already};
  for (const Migration* migration : plan->missing) {
    const Dialect& dialect = *database.parts().dialect;
    const auto applied = database.write_now([&](Transaction& tx) { return apply(tx, *migration, dialect); });
    if (!applied) {
      return base::fail(applied.error().code,
                        "Migration " + title(*migration) + " was not applied: " + applied.error().message);
    }
    if (*applied) {
      report.applied.push_back(title(*migration));
    } else {
      ++report.already;
    }
  }
  return report;
}

base::Result<std::vector<std::string>> pending(Database& database, std::span<const Migration> known) {
  const auto plan = make_plan(database, known);
  if (!plan) return base::fail(plan.error());
  std::vector<std::string> titles;
  for (const Migration* migration : plan->missing) titles.push_back(title(*migration));
  return titles;
}

}  // namespace store
