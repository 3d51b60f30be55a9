#include <accounts/schema.h>

namespace accounts {
namespace {

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
}};

}  // namespace

std::span<const store::Migration> migrations() {
  return kMigrations;
}

}  // namespace accounts
