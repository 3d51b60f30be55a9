"""One scenario with Debian's python3-socketio client; prints what it saw, one JSON value a line.

usage: client.py SCENARIO URL TRANSPORTS      (TRANSPORTS: polling, websocket, or both with a comma)
"""

import json
import sys
import threading

import socketio


def say(*values):
    print(json.dumps(values, default=lambda value: {"bytes": list(value)}), flush=True)


class Client:
    """A client whose next event of a name can be waited for."""

    def __init__(self, url, transports, reconnection=False):
        self.url = url
        self.transports = transports
        self.io = socketio.Client(reconnection=reconnection, reconnection_delay=0.01, reconnection_delay_max=0.05)
        self.seen = {}
        self.changed = threading.Condition()

    def note(self, name, *values):
        with self.changed:
            self.seen.setdefault(name, []).append(list(values))
            self.changed.notify_all()

    def listen(self, name, namespace="/"):
        self.io.on(name, lambda *values: self.note(name, *values), namespace=namespace)

    def next(self, name):
        with self.changed:
            self.changed.wait_for(lambda: self.seen.get(name))
            return self.seen[name].pop(0)

    def connect(self, auth=None, namespaces=None, wait=True):
        self.io.connect(self.url, auth=auth, transports=self.transports, namespaces=namespaces, wait=wait,
                        wait_timeout=600)


def connects(client):
    client.listen("auth")
    client.connect()
    say("auth", client.next("auth"))
    say("transport", client.io.transport())
    say("id", client.io.get_sid())


def authenticates(client):
    client.listen("auth")
    client.connect(auth={"token": "123"})
    say("auth", client.next("auth"))


def is_refused(client):
    client.listen("connect_error", "/guarded")
    client.connect(namespaces=["/guarded"], wait=False)
    say("refused", client.next("connect_error"))


def is_let_in(client):
    client.connect(auth={"token": "letmein"}, namespaces=["/guarded"])
    say("namespaces", sorted(client.io.namespaces))


def uses_namespaces(client):
    for name in ("/", "/custom"):
        client.listen("auth", name)
    client.connect(auth={"a": 1}, namespaces=["/", "/custom"])
    say("auths", [client.next("auth"), client.next("auth")])
    say("namespaces", sorted(client.io.namespaces))
    say("distinct", client.io.get_sid("/") != client.io.get_sid("/custom"))


def exchanges_events(client):
    client.listen("message-back")
    client.connect()
    client.io.emit("message", (1, "2", {"3": [True, None, 0.5]}, "é😀"))
    say("back", client.next("message-back"))
    numbers = []
    # By polling this client takes 16 packets in one answer, and gives up over more (engineio.payload). It handles each event
    # on a thread of its own, so their order says nothing.
    for start in range(0, 100, 10):
        for i in range(start, start + 10):
            client.io.emit("message", i)
        numbers += [client.next("message-back")[0] for _ in range(10)]
    say("all", sorted(numbers) == list(range(100)))


def is_answered(client):
    client.connect()
    say("answer", client.io.call("message-with-ack", (1, {"2": [False]}), timeout=600))
    say("nothing", client.io.call("message-with-ack", (), timeout=600))


def answers(client):
    client.listen("answered", "/lab")
    client.io.on("question", lambda text, data: (text, data), namespace="/lab")
    client.connect(namespaces=["/lab"])
    client.io.emit("ask-me", 600_000, namespace="/lab")
    say("answered", client.next("answered"))


def exchanges_bytes(client):
    client.listen("message-back")
    client.connect()
    client.io.emit("message", (b"\x01\x02", {"deep": [b"", "text", {"more": b"\xff\x00"}]}))
    say("back", client.next("message-back"))
    say("answer", client.io.call("message-with-ack", b"\x07", timeout=600))


def uses_rooms(client):
    other = Client(client.url, client.transports)
    for one in (client, other):
        one.listen("told", "/lab")
        one.connect(namespaces=["/lab"])
        one.io.call("join", "room", namespace="/lab", timeout=600)
    client.io.emit("tell-room", "room", namespace="/lab")
    say("other", other.next("told"))
    other.io.emit("tell-everyone", namespace="/lab")
    say("both", client.next("told"), other.next("told"))
    other.io.disconnect()


def is_disconnected(client):
    client.io.on("disconnect", lambda: client.note("gone"), namespace="/lab")
    client.connect(namespaces=["/lab"])
    client.io.emit("disconnect-me", "transport", namespace="/lab")
    say("gone", client.next("gone"))


def comes_back(client):
    """Its line is cut by who runs the scenario, as soon as it says "connected"."""
    client.io.on("connect", lambda: client.note("connected"), namespace="/lab")
    client.io.on("disconnect", lambda: client.note("gone"), namespace="/lab")
    client.connect(namespaces=["/lab"])
    client.next("connected")
    first = client.io.get_sid("/lab")
    say("connected", client.io.transport())
    client.next("gone")
    client.next("connected")
    say("new id", client.io.get_sid("/lab") != first)
    say("answer", client.io.call("message-with-ack", "still here", namespace="/lab", timeout=600))


SCENARIOS = (connects, authenticates, is_refused, is_let_in, uses_namespaces, exchanges_events, is_answered, answers,
             exchanges_bytes, uses_rooms, is_disconnected, comes_back)


def main():
    scenario, url, transports = sys.argv[1:]
    run = {known.__name__: known for known in SCENARIOS}[scenario]
    client = Client(url, transports.split(","), reconnection=run is comes_back)
    run(client)
    client.io.disconnect()


main()
