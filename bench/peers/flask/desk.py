"""Accounts, sessions, coins and answers, in one SQLite file. Every change is one durable transaction."""
import hashlib
import pathlib
import secrets
import sqlite3
from contextlib import contextmanager

TIERS = ("gold", "silver", "copper")
STARTING_COINS = 1_000_000
SCHEMA = pathlib.Path(__file__).parent.parent / "schema.sql"


def digest_of(token):
    return hashlib.sha256(token.encode()).digest()


class Desk:
    """Owns the database. Its calls block: SQLite's are too short to be worth another thread, but for the fsync of a commit."""

    def __init__(self, folder):
        # Greenlets never switch inside of a call, so one connection serves them all. Transactions are begun by hand.
        self._database = sqlite3.connect(pathlib.Path(folder) / "peer.sqlite", isolation_level=None)
        # WAL and FULL: a commit is one append to the log and one fsync, and survives a power cut.
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.executescript(SCHEMA.read_text())
        self._sweep()

    @contextmanager
    def _transaction(self):
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield self._database.execute
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def register(self, name, password):
        """A new account with its coins, and a session of it: the session's token, None if the name is taken."""
        with self._transaction() as execute:
            added = execute("INSERT INTO accounts (name, password) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, password))
            if added.rowcount == 0:
                return None
            account = added.lastrowid
            for tier in TIERS:
                execute("INSERT INTO balances (account, tier, coins) VALUES (?, ?, ?)", (account, tier, STARTING_COINS))
                self._add_entry(account, tier, "grant", STARTING_COINS, None)
            return self.open_session(account)

    def account(self, name):
        """The id and the password of an account, None if there is none."""
        return self._database.execute("SELECT id, password FROM accounts WHERE name = ?", (name,)).fetchone()

    def open_session(self, account):
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        self._database.execute("INSERT INTO sessions (digest, account) VALUES (?, ?)", (digest_of(token), account))
        return token

    def account_of(self, token):
        """The account whose session it is, None if it is nobody's."""
        row = self._database.execute("SELECT account FROM sessions WHERE digest = ?", (digest_of(token),)).fetchone()
        return row and row[0]

    def balances(self, account):
        return dict(self._database.execute("SELECT tier, coins FROM balances WHERE account = ?", (account,)))

    def reserve(self, account, answer, tier, content):
        """Takes the coin of a question: "reserved", "already_asked" or "low_coins"."""
        with self._transaction() as execute:
            if execute("SELECT 1 FROM answers WHERE id = ?", (answer,)).fetchone():
                return "already_asked"
            taken = execute("UPDATE balances SET coins = coins - 1 WHERE account = ? AND tier = ? AND coins > 0", (account, tier))
            if taken.rowcount == 0:
                return "low_coins"
            execute(
                "INSERT INTO answers (id, account, tier, question, state) VALUES (?, ?, ?, ?, 'open')",
                (answer, account, tier, content),
            )
            self._add_entry(account, tier, "reserve", -1, answer)
            return "reserved"

    def settle(self, answer, text, reason, tokens):
        """The answer is whole and its coin spent. Returns the account."""
        with self._transaction():
            account, tier = self._close(answer, text, "settled", reason, tokens)
            self._add_entry(account, tier, "settle", 0, answer)
            return account

    def refund(self, answer, text, reason):
        """The answer failed: the text so far is kept and the coin given back. Returns the account."""
        with self._transaction() as execute:
            account, tier = self._close(answer, text, "refunded", reason, None)
            execute("UPDATE balances SET coins = coins + 1 WHERE account = ? AND tier = ?", (account, tier))
            self._add_entry(account, tier, "refund", 1, answer)
            return account

    def close(self):
        self._database.close()

    def _close(self, answer, text, state, reason, tokens):
        return self._database.execute(
            "UPDATE answers SET text = ?, state = ?, reason = ?, tokens = ? WHERE id = ? AND state = 'open' RETURNING account, tier",
            (text, state, reason, tokens, answer),
        ).fetchone()

    def _add_entry(self, account, tier, kind, amount, answer):
        self._database.execute(
            "INSERT INTO entries (account, tier, kind, amount, answer) VALUES (?, ?, ?, ?, ?)",
            (account, tier, kind, amount, answer),
        )

    def _sweep(self):
        """Gives back the coins of answers that an earlier run of the server left open."""
        for (answer,) in self._database.execute("SELECT id FROM answers WHERE state = 'open'").fetchall():
            self.refund(answer, "", "interrupted")
