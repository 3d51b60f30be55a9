-- What the peers keep, the same in all of them: AI Lab's ledger in small.
CREATE TABLE IF NOT EXISTS accounts (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE COLLATE NOCASE,
  password TEXT NOT NULL
) STRICT;

-- Only the digest of a session's cookie is stored.
CREATE TABLE IF NOT EXISTS sessions (
  digest  BLOB PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES accounts
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS balances (
  account INTEGER NOT NULL REFERENCES accounts,
  tier    TEXT NOT NULL,
  coins   INTEGER NOT NULL CHECK (coins >= 0),
  PRIMARY KEY (account, tier)
) STRICT, WITHOUT ROWID;

-- An answer is also the reservation of its coin: open, then settled or refunded.
CREATE TABLE IF NOT EXISTS answers (
  id       TEXT PRIMARY KEY,
  account  INTEGER NOT NULL REFERENCES accounts,
  tier     TEXT NOT NULL,
  question TEXT NOT NULL,
  text     TEXT NOT NULL DEFAULT '',
  tokens   INTEGER,
  state    TEXT NOT NULL CHECK (state IN ('open', 'settled', 'refunded')),
  reason   TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS open_answers ON answers (state) WHERE state = 'open';

CREATE TABLE IF NOT EXISTS entries (
  id      INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES accounts,
  tier    TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('grant', 'reserve', 'settle', 'refund')),
  amount  INTEGER NOT NULL,
  answer  TEXT REFERENCES answers
) STRICT;
