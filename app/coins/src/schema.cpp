#include <coins/schema.h>

#include "chain_old_entries.h"

namespace coins {
namespace {

// The unique index says it in the database itself: a question is reserved once, and closed once in each way.
constexpr store::Migration kMigrations[] = {
    {
        .number = 2,
        .name = "coins",
        .sql = R"sql(
CREATE TABLE coin_balances (
  account_id BIGINT NOT NULL,
  tier TEXT NOT NULL CHECK (tier IN ('copper', 'silver', 'gold')),
  balance BIGINT NOT NULL CHECK (balance >= 0),
  PRIMARY KEY (account_id, tier)
);
CREATE TABLE coin_reservations (
  question_id TEXT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  tier TEXT NOT NULL CHECK (tier IN ('copper', 'silver', 'gold')),
  state TEXT NOT NULL CHECK (state IN ('open', 'settled', 'refunded')),
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX coin_reservations_open ON coin_reservations (created_at) WHERE state = 'open';
CREATE TABLE coin_entries (
  id $IDENTITY,
  account_id BIGINT NOT NULL,
  tier TEXT NOT NULL CHECK (tier IN ('copper', 'silver', 'gold')),
  kind TEXT NOT NULL CHECK (kind IN ('grant', 'reserve', 'settle', 'refund', 'adjust')),
  amount BIGINT NOT NULL,
  question_id TEXT,
  who TEXT NOT NULL,
  reason TEXT NOT NULL,
  balance_after BIGINT NOT NULL CHECK (balance_after >= 0),
  created_at BIGINT NOT NULL,
  CHECK ((kind IN ('reserve', 'settle', 'refund')) = (question_id IS NOT NULL))
);
CREATE INDEX coin_entries_account ON coin_entries (account_id, id);
CREATE UNIQUE INDEX coin_entries_question ON coin_entries (question_id, kind);
)sql",
        .sql_sqlite = R"sql(
CREATE TRIGGER coin_entries_no_update BEFORE UPDATE ON coin_entries
BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never changed'); END;
CREATE TRIGGER coin_entries_no_delete BEFORE DELETE ON coin_entries
BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never changed'); END;
)sql",
        .sql_postgresql = R"sql(
CREATE FUNCTION coin_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries of the ledger are never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER coin_entries_no_change BEFORE UPDATE OR DELETE ON coin_entries
FOR EACH ROW EXECUTE FUNCTION coin_entries_stay();
CREATE TRIGGER coin_entries_no_truncate BEFORE TRUNCATE ON coin_entries
FOR EACH STATEMENT EXECUTE FUNCTION coin_entries_stay();
)sql",
    },
    {
        // The entries that are there already get the rule that follows from what they say.
        .number = 20,
        .name = "rules",
        .sql = R"sql(
ALTER TABLE coin_entries ADD COLUMN rule TEXT NOT NULL DEFAULT 'question';
)sql",
        .sql_sqlite = R"sql(
DROP TRIGGER coin_entries_no_update;
UPDATE coin_entries SET rule = CASE
  WHEN kind = 'grant' AND who = 'system' THEN 'starting_coins'
  WHEN kind = 'grant' THEN 'gift'
  WHEN kind = 'adjust' THEN 'correction'
  WHEN kind = 'settle' THEN 'complete'
  WHEN reason = 'upstream_timeout' THEN 'upstream_timeout'
  WHEN reason = 'stopped' THEN 'stopped_before_text'
  WHEN reason = 'interrupted' THEN 'interrupted_by_crash'
  ELSE 'upstream_error' END
WHERE kind <> 'reserve';
CREATE TRIGGER coin_entries_no_update BEFORE UPDATE ON coin_entries
BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never changed'); END;
)sql",
        .sql_postgresql = R"sql(
ALTER TABLE coin_entries DISABLE TRIGGER coin_entries_no_change;
UPDATE coin_entries SET rule = CASE
  WHEN kind = 'grant' AND who = 'system' THEN 'starting_coins'
  WHEN kind = 'grant' THEN 'gift'
  WHEN kind = 'adjust' THEN 'correction'
  WHEN kind = 'settle' THEN 'complete'
  WHEN reason = 'upstream_timeout' THEN 'upstream_timeout'
  WHEN reason = 'stopped' THEN 'stopped_before_text'
  WHEN reason = 'interrupted' THEN 'interrupted_by_crash'
  ELSE 'upstream_error' END
WHERE kind <> 'reserve';
ALTER TABLE coin_entries ENABLE TRIGGER coin_entries_no_change;
)sql",
    },
    {
        // Entries become chains, and reservations get numbers. A question's id is random, and an index over
        // random keys
        // touches a page of its own at each question: only one such index is left, the others go by the
        // number.
        .number = 21,
        .name = "chains",
        .sql = R"sql(
ALTER TABLE coin_balances ADD COLUMN head TEXT NOT NULL DEFAULT '';
ALTER TABLE coin_balances ADD COLUMN last_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE coin_reservations RENAME TO coin_reservations_before;
DROP INDEX coin_reservations_open;
CREATE TABLE coin_reservations (
  number $IDENTITY,
  question_id TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL,
  tier TEXT NOT NULL CHECK (tier = 'copper' OR tier = 'silver' OR tier = 'gold'),
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'settled' OR state = 'refunded'),
  created_at BIGINT NOT NULL,
  closed_at BIGINT,
  CHECK ((state = 'open') = (closed_at IS NULL))
);
INSERT INTO coin_reservations (question_id, account_id, tier, state, created_at, closed_at)
SELECT question_id, account_id, tier, state, created_at, closed_at FROM coin_reservations_before
ORDER BY created_at, question_id;
DROP TABLE coin_reservations_before;
CREATE INDEX coin_reservations_open ON coin_reservations (created_at) WHERE state = 'open';
ALTER TABLE coin_entries RENAME TO coin_entries_before;
DROP INDEX coin_entries_account;
DROP INDEX coin_entries_question;
CREATE TABLE coin_entries (
  id $IDENTITY,
  account_id BIGINT NOT NULL,
  tier TEXT NOT NULL CHECK (tier = 'copper' OR tier = 'silver' OR tier = 'gold'),
  kind TEXT NOT NULL CHECK (kind = 'reserve' OR kind = 'settle' OR kind = 'refund' OR kind = 'grant' OR kind = 'adjust'),
  rule TEXT NOT NULL,
  amount BIGINT NOT NULL,
  question_id TEXT,
  reservation BIGINT,
  who TEXT NOT NULL,
  reason TEXT NOT NULL,
  balance_after BIGINT NOT NULL CHECK (balance_after >= 0),
  created_at BIGINT NOT NULL,
  digest TEXT NOT NULL,
  CHECK ((kind = 'reserve' OR kind = 'settle' OR kind = 'refund') = (question_id IS NOT NULL))
);
CREATE INDEX coin_entries_account ON coin_entries (account_id, id);
CREATE UNIQUE INDEX coin_entries_reservation ON coin_entries (reservation, kind);
)sql",
        .sql_sqlite = R"sql(
DROP TRIGGER coin_entries_no_update;
DROP TRIGGER coin_entries_no_delete;
CREATE TRIGGER coin_entries_no_update BEFORE UPDATE ON coin_entries
BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never changed'); END;
CREATE TRIGGER coin_entries_no_delete BEFORE DELETE ON coin_entries
BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never changed'); END;
)sql",
        .sql_postgresql = R"sql(
CREATE TRIGGER coin_entries_no_change BEFORE UPDATE OR DELETE ON coin_entries
FOR EACH ROW EXECUTE FUNCTION coin_entries_stay();
CREATE TRIGGER coin_entries_no_truncate BEFORE TRUNCATE ON coin_entries
FOR EACH STATEMENT EXECUTE FUNCTION coin_entries_stay();
)sql",
        .convert = chain_old_entries,
    },
    {
        // An index by account touches a page of its own for each account that asks. Entries name the one
        // before them instead, and only every so many stand in the index (entries.cpp). Those that are there
        // already all do, so that nothing has to be written anew.
        .number = 50,
        .name = "milestones",
        .sql = R"sql(
ALTER TABLE coin_entries ADD COLUMN previous BIGINT;
ALTER TABLE coin_entries ADD COLUMN milestone BIGINT NOT NULL DEFAULT 1 CHECK (milestone = 0 OR milestone = 1);
DROP INDEX coin_entries_account;
CREATE INDEX coin_entries_account ON coin_entries (account_id, tier, id) WHERE milestone = 1;
ALTER TABLE coin_balances ADD COLUMN newest BIGINT NOT NULL DEFAULT 0;
ALTER TABLE coin_balances ADD COLUMN since_milestone BIGINT NOT NULL DEFAULT 0;
UPDATE coin_balances SET newest = COALESCE((SELECT MAX(id) FROM coin_entries e WHERE e.milestone = 1
  AND e.account_id = coin_balances.account_id AND e.tier = coin_balances.tier), 0);
)sql",
    }};

}  // namespace

std::span<const store::Migration> migrations() {
  return kMigrations;
}

}  // namespace coins
