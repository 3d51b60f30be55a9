#include "ledger_database.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <base/ids.h>
#include <store/migrations.h>

#include <accounts/schema.h>
#include <coins/ledger.h>
#include <coins/schema.h>
#include <tutor/records.h>

namespace bench {
namespace {

constexpr std::int64_t kCoins = coins::kMostCoinsAtOnce;

// Over the server's own database: CREATE DATABASE works in no transaction, so that it goes round store.
void administer(const std::string& server, const std::string& statement) {
  const std::string command = "psql --quiet --no-psqlrc --command '" + statement + "' '" + server + "'";
  // NOLINTNEXTLINE(cert-env33-c): the address is the operator's own
  if (std::system(command.c_str()) != 0) give_up("psql could not run: " + statement);
}

std::string with_database(const std::string& server, const std::string& name) {
  const auto path = server.find('/', server.find("://") + 3);
  const auto query = std::min(server.find('?'), server.size());
  return server.substr(0, std::min(path, query)) + "/" + name + server.substr(query);
}

std::int64_t add_account(store::Transaction& tx, const std::string& name) {
  return std::get<0>(
      tx.first<std::int64_t>("INSERT INTO accounts (username, normalized_username, password_hash, role, "
                             "created_at) VALUES (:name, :normalized, 'x', 'student', 0) RETURNING id",
                             name, name)
          .value());
}

}  // namespace

void give_up(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::exit(EXIT_FAILURE);
}

LedgerDatabase::LedgerDatabase(const std::string& kind, const std::filesystem::path& folder,
                               const std::string& server, std::size_t accounts)
    : server_(server) {
  std::string url;
  if (kind == "sqlite") {
    folder_ = folder / ("bench-" + base::random_token(9));
    url = "sqlite:" + (folder_ / "ledger.sqlite").string();
  } else {
    name_ = "bench_" + base::random_uuid().substr(0, 8);
    administer(server_, "CREATE DATABASE " + name_);
    url = with_database(server_, name_);
  }
  database_ = expect(store::Database::open(url));
  std::vector<store::Migration> all;
  for (const auto part : {accounts::migrations(), coins::migrations(), tutor::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  expect(store::migrate(*database_, all));
  accounts_ = expect(
      database_->write_now([accounts](store::Transaction& tx) -> base::Result<std::vector<std::int64_t>> {
        std::vector<std::int64_t> made;
        for (std::size_t i = 0; i < accounts; ++i) {
          made.push_back(add_account(tx, "student-" + std::to_string(i)));
          auto granted = coins::grant(tx, made.back(), coins::Tier::kGold, kCoins, "bench", "to be spent");
          if (!granted) return base::fail(granted.error());
        }
        return made;
      }));
}

LedgerDatabase::~LedgerDatabase() {
  database_.reset();
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
  if (!name_.empty()) administer(server_, "DROP DATABASE " + name_);
}

}  // namespace bench
