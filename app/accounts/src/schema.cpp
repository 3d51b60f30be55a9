#include <string>
#include <vector>

#include <base/ids.h>

#include <accounts/schema.h>

namespace accounts {
namespace {

// Sessions of before get the public name that new ones are born with.
void name_old_sessions(store::Transaction& tx) {
  for (const auto& [session] : tx.all<std::string>("SELECT token_hash FROM sessions"))
    tx.change("UPDATE sessions SET public_id = :name WHERE token_hash = :id", base::random_uuid(), session);
  tx.change("CREATE UNIQUE INDEX sessions_public_id ON sessions (public_id)");
}

constexpr store::Migration kMigrations[] = {{
                                                .number = 1,
                                                .name = "accounts",
                                                .sql = R"sql(
CREATE TABLE accounts (
  id $IDENTITY,
  username TEXT NOT NULL,
  normalized_username TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('student', 'instructor', 'admin')),
  created_at BIGINT NOT NULL
);
CREATE TABLE sessions (
  token_hash TEXT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
)sql",
                                            },
                                            {
                                                .number = 40,
                                                .name = "own accounts",
                                                .sql = R"sql(
ALTER TABLE accounts ADD COLUMN password_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN deleted_at BIGINT;
ALTER TABLE sessions ADD COLUMN public_id TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
)sql",
                                                .convert = name_old_sessions,
                                            }};

}  // namespace

std::span<const store::Migration> migrations() {
  return kMigrations;
}

}  // namespace accounts
