#include <array>

#include <tutor/records.h>

namespace tutor {
namespace {

constexpr std::array kMigrations{
    store::Migration{.number = 10, .name = "conversations", .sql = R"(
CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts(id),
  title TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX conversations_of_account ON conversations (account_id, updated_at);
CREATE TABLE questions (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations(id),
  position BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts(id),
  tier TEXT NOT NULL CHECK (tier IN ('gold', 'silver', 'copper')),
  content TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  UNIQUE (conversation_id, position)
);
CREATE TABLE answers (
  question_id TEXT PRIMARY KEY REFERENCES questions(id),
  text TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  reason TEXT,
  message TEXT,
  charged BIGINT NOT NULL CHECK (charged IN (0, 1)),
  refunded BIGINT NOT NULL CHECK (refunded IN (0, 1)),
  ended_at BIGINT
);
CREATE INDEX answers_running ON answers (question_id) WHERE state = 'running';
)"},
    store::Migration{.number = 11,
                     .name = "nodes",
                     .sql = R"(
CREATE TABLE nodes (id TEXT PRIMARY KEY, seen_at BIGINT NOT NULL);
ALTER TABLE answers ADD COLUMN node TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN text_bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE answers ADD COLUMN stop_asked BIGINT NOT NULL DEFAULT 0 CHECK (stop_asked IN (0, 1));
)",
                     .sql_sqlite = "UPDATE answers SET text_bytes = length(CAST(text AS BLOB));",
                     .sql_postgresql = "UPDATE answers SET text_bytes = octet_length(text);"},
    // A deleted conversation is hidden, and later erased: its rows stay, since the ledger knows its
    // questions.
    store::Migration{.number = 32, .name = "deleted conversations", .sql = R"(
ALTER TABLE conversations ADD COLUMN deleted_at BIGINT;
ALTER TABLE conversations ADD COLUMN erased_at BIGINT;
DROP INDEX conversations_of_account;
CREATE INDEX conversations_listed ON conversations (account_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX conversations_to_erase ON conversations (deleted_at) WHERE deleted_at IS NOT NULL AND erased_at IS NULL;
)"},
};

}  // namespace

std::span<const store::Migration> migrations() {
  return kMigrations;
}

}  // namespace tutor
