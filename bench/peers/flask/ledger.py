"""Every change of accounts, sessions, coins and answers, in one SQLite file. Blocks while the disk works: see desk.py."""
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


def connect(folder):
    """Transactions are begun by hand; one thread at a time uses the connection, not always the one that made it."""
    return sqlite3.connect(pathlib.Path(folder) / "peer.sqlite", isolation_level=None, check_same_thread=False)


class Ledger:
    """Owns the connection that writes."""

    def __init__(self, folder):
        self._database = connect(folder)
        # WAL and FULL: a commit is one append to the log and one fsync, and survives a power cut.
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.executescript(SCHEMA.read_text())
        with self._transaction():
            self._sweep()

    def commit(self, changes):
        """
        Makes all changes with one fsync, or each with its own if one of them fails.
        A change is (name, arguments); returns the result or the exception of each.
        """
        try:
            with self._transaction():
                return [getattr(self, name)(*arguments) for name, arguments in changes]
        except Exception:
            return [self._commit_alone(*change) for change in changes]

    def register(self, name, password):
        """A new account with its coins, and a session of it: the session's token, None if the name is taken."""
        added = self._execute("INSERT INTO accounts (name, password) VALUES (?, ?) ON CONFLICT DO NOTHING", name, password)
        if added.rowcount == 0:
            return None
        account = added.lastrowid
        for tier in TIERS:
            self._execute("INSERT INTO balances (account, tier, coins) VALUES (?, ?, ?)", account, tier, STARTING_COINS)
            self._add_entry(account, tier, "grant", STARTING_COINS, None)
        return self.open_session(account)

    def open_session(self, account):
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        self._execute("INSERT INTO sessions (digest, account) VALUES (?, ?)", digest_of(token), account)
        return token

    def reserve(self, account, answer, tier, content):
        """Takes the coin of a question: the balances, or "already_asked" or "low_coins"."""
        if self._execute("SELECT 1 FROM answers WHERE id = ?", answer).fetchone():
            return "already_asked"
        taken = self._execute("UPDATE balances SET coins = coins - 1 WHERE account = ? AND tier = ? AND coins > 0", account, tier)
        if taken.rowcount == 0:
            return "low_coins"
        self._execute(
            "INSERT INTO answers (id, account, tier, question, state) VALUES (?, ?, ?, ?, 'open')", answer, account, tier, content
        )
        self._add_entry(account, tier, "reserve", -1, answer)
        return self._balances(account)

    def settle(self, answer, text, reason, tokens):
        """The answer is whole and its coin spent. Returns the balances."""
        account, tier = self._close(answer, text, "settled", reason, tokens)
        self._add_entry(account, tier, "settle", 0, answer)
        return self._balances(account)

    def refund(self, answer, text, reason):
        """The answer failed: the text so far is kept and the coin given back. Returns the balances."""
        account, tier = self._close(answer, text, "refunded", reason, None)
        self._execute("UPDATE balances SET coins = coins + 1 WHERE account = ? AND tier = ?", account, tier)
        self._add_entry(account, tier, "refund", 1, answer)
        return self._balances(account)

    def _execute(self, sql, *values):
        return self._database.execute(sql, values)

    @contextmanager
    def _transaction(self):
        self._execute("BEGIN IMMEDIATE")
        try:
            yield
            self._execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._execute("ROLLBACK")
            raise

    def _commit_alone(self, name, arguments):
        try:
            with self._transaction():
                return getattr(self, name)(*arguments)
        except Exception as error:
            return error

    def _close(self, answer, text, state, reason, tokens):
        closed = self._execute(
            "UPDATE answers SET text = ?, state = ?, reason = ?, tokens = ? WHERE id = ? AND state = 'open' RETURNING account, tier",
            *(text, state, reason, tokens, answer),
        ).fetchone()
        if closed is None:
            raise ValueError(f"the answer {answer} is not open")
        return closed

    def _balances(self, account):
        return dict(self._execute("SELECT tier, coins FROM balances WHERE account = ?", account).fetchall())

    def _add_entry(self, account, tier, kind, amount, answer):
        self._execute(
            "INSERT INTO entries (account, tier, kind, amount, answer) VALUES (?, ?, ?, ?, ?)", account, tier, kind, amount, answer
        )

    def _sweep(self):
        """Gives back the coins of answers that an earlier run of the server left open."""
        for (answer,) in self._execute("SELECT id FROM answers WHERE state = 'open'").fetchall():
            self.refund(answer, "", "interrupted")
