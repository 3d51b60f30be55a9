"""The database as the rest sees it: changes go to the ledger's thread, the two short reads are done here."""
import gevent
from gevent.event import AsyncResult
from gevent.queue import Queue
from gevent.threadpool import ThreadPool

from ledger import Ledger, connect, digest_of


class Desk:
    """Owns the ledger, and a thread for it, so that no stream waits for the disk. What has queued up is committed together."""

    def __init__(self, folder):
        self._ledger = Ledger(folder)
        self._database = connect(folder)
        self._thread = ThreadPool(1)
        self._changes = Queue()
        gevent.spawn(self._commit)

    def change(self, name, *arguments):
        """Makes a change of the ledger, by the name of its method; returns its result when it is on the disk."""
        result = AsyncResult()
        self._changes.put((name, arguments, result))
        outcome = result.get()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def account(self, name):
        """The id and the password of an account, None if there is none."""
        return self._database.execute("SELECT id, password FROM accounts WHERE name = ?", (name,)).fetchone()

    def account_of(self, token):
        """The account whose session it is, None if it is nobody's."""
        row = self._database.execute("SELECT account FROM sessions WHERE digest = ?", (digest_of(token),)).fetchone()
        return row and row[0]

    def _commit(self):
        while True:
            queued = [self._changes.get()]
            while not self._changes.empty():
                queued.append(self._changes.get())
            outcomes = self._thread.apply(self._ledger.commit, ([(name, arguments) for name, arguments, _ in queued],))
            for (_, _, result), outcome in zip(queued, outcomes):
                result.set(outcome)
