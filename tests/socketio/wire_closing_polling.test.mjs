// How a session ends by polling: what is seen on the wire with and without a GET that waits, and the reason that the server's
// application is told. No heartbeat runs: nothing here can end by a ping timeout.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PollingSession, RawSocket } from "./raw.mjs";
import { kNoHeartbeat, startServer } from "./server.mjs";
import { watch } from "./watcher.mjs";

/** @type {import("./server.mjs").Server} */
let server;
/** @type {Awaited<ReturnType<typeof watch>>} */
let watcher;
let io = "";
before(async () => {
  server = await startServer(kNoHeartbeat);
  watcher = await watch(server);
  io = `${server.url}/socket.io/`;
});
after(async () => {
  watcher.close();
  await server.stop();
});

const kUnknown = '{"code":1,"message":"Session ID unknown"}';
const kDisconnect = '42/lab,["disconnect-me","transport"]';

/** @typedef {{name: string, body: string, type?: string, answer: [number, string], pending: string[], idle: string[], reason: string}} Case */

/**
 * A POST that ends the session; how it is answered; how the GET that waits and those that follow are, with one waiting and without.
 * @type {Case[]}
 */
const kCases = [
  {
    name: "a packet that is none",
    body: "abc",
    answer: [400, ""],
    pending: ["1", kUnknown],
    idle: [kUnknown],
    reason: "parse error",
  },
  {
    name: "the client's close packet",
    body: "1",
    answer: [200, "ok"],
    pending: ["6", kUnknown],
    idle: [kUnknown],
    reason: "transport close",
  },
  {
    name: "a ping from the client",
    body: "2",
    answer: [200, "ok"],
    pending: ["1", kUnknown],
    idle: [kUnknown],
    reason: "transport error",
  },
  {
    name: "raw bytes",
    body: "4a",
    type: "application/octet-stream",
    answer: [400, ""],
    pending: ["1", kUnknown],
    idle: [kUnknown],
    reason: "transport error",
  },
  {
    name: "a Socket.IO packet that is none",
    body: "4abc",
    answer: [200, "ok"],
    pending: ["1", kUnknown],
    idle: ["6\x1e1", kUnknown],
    reason: "forced close",
  },
  {
    name: "the same with something to say before it",
    body: '42/lab,["message",1]\x1e4abc',
    answer: [200, "ok"],
    pending: ['42/lab,["message-back",1]', "6\x1e1", kUnknown],
    idle: ['42/lab,["message-back",1]', "6\x1e1", kUnknown],
    reason: "forced close",
  },
  {
    name: "disconnect(true) by the server",
    body: kDisconnect,
    answer: [200, "ok"],
    pending: ["41/lab,", "6\x1e1", kUnknown],
    idle: ["41/lab,", "6\x1e1", kUnknown],
    reason: "server namespace disconnect",
  },
];

for (const { name, body, type, answer, pending, idle, reason } of kCases) {
  describe(name, () => {
    /** @param {PollingSession} session */
    const cause = async (session) => {
      const { status, body: text } = await session.post(body, type ? { "content-type": type } : {});
      assert.deepEqual([status, text], answer);
      assert.equal(await watcher.reasonOf(session.socketId), reason);
    };

    test("while a GET waits", async () => {
      const session = await PollingSession.join(io, "/lab");
      const poll = await session.beginPoll();
      await cause(session);
      assert.equal((await poll.answer).body, pending[0]);
      for (const expected of pending.slice(1)) assert.equal((await session.poll()).body, expected);
    });

    test("while none does", async () => {
      const session = await PollingSession.join(io, "/lab");
      await cause(session);
      for (const expected of idle) assert.equal((await session.poll()).body, expected);
    });
  });
}

test("disconnect() by the server: 41, and the session stays", async () => {
  const session = await PollingSession.join(io, "/lab");
  await session.post('42/lab,["disconnect-me"]');
  assert.equal((await session.poll()).body, "41/lab,");
  assert.equal(await watcher.reasonOf(session.socketId), "server namespace disconnect");
  await session.post("40/lab,");
  assert.match((await session.poll()).body, /^40\/lab,\{/);
});

test("a closing session takes bodies and ignores them", async () => {
  const session = await PollingSession.join(io, "/lab");
  await session.post("4abc");
  assert.equal((await session.post('42/lab,["message",1]')).body, "ok");
  assert.equal((await session.poll()).body, "6\x1e1");
});

test("a closing session that nobody polls is forgotten after its wait", async () => {
  const other = await startServer({ ...kNoHeartbeat, closeWait: 100 });
  const watching = await watch(other);
  const session = await PollingSession.join(`${other.url}/socket.io/`, "/lab");
  await session.post("4abc");
  await watching.sessionsFallTo(0);
  assert.equal((await session.poll()).body, kUnknown);
  watching.close();
  await other.stop();
});

test("a second GET while one waits: 400 and 1, and the session ends", async () => {
  const session = await PollingSession.join(io, "/lab");
  const first = await session.beginPoll();
  const second = await session.poll();
  assert.deepEqual([second.status, second.body], [400, ""]);
  assert.equal((await first.answer).body, "1");
  assert.equal((await session.poll()).body, kUnknown);
  assert.equal(await watcher.reasonOf(session.socketId), "transport error");
});

test("a second POST while one is received: 400, and the session ends", async () => {
  const session = await PollingSession.join(io, "/lab");
  const first = await session.begin("POST", { "content-length": "10" }, "42/");
  const second = await session.post('42/lab,["message",1]');
  assert.deepEqual([second.status, second.body], [400, ""]);
  assert.equal(await watcher.reasonOf(session.socketId), "transport error");
  assert.equal((await session.poll()).body, kUnknown);
  first.sent.destroy();
});

test("a GET that is given up ends the session", async () => {
  const session = await PollingSession.join(io, "/lab");
  const { sent } = await session.beginPoll();
  sent.destroy();
  assert.equal(await watcher.reasonOf(session.socketId), "transport error");
  assert.equal((await session.poll()).body, kUnknown);
});

test("a POST that breaks off ends the session", async () => {
  const session = await PollingSession.join(io, "/lab");
  const { sent } = await session.begin("POST", { "content-length": "10" }, "42/");
  sent.destroy();
  assert.equal(await watcher.reasonOf(session.socketId), "transport error");
  assert.equal((await session.poll()).body, kUnknown);
});

test("a client that does not poll is cut off: buffer overflow", async () => {
  const session = await PollingSession.join(io, "/lab");
  await session.post('42/lab,["flood",{"count":300,"bytes":100000}]');
  assert.equal(await watcher.reasonOf(session.socketId), "buffer overflow");
  assert.equal((await session.poll()).body, kUnknown);
});

test("a shutdown: the GET that waits gets 1, and no 41", async () => {
  const other = await startServer(kNoHeartbeat);
  const session = await PollingSession.join(`${other.url}/socket.io/`, "/lab");
  const { answer } = await session.beginPoll();
  const [{ body }] = await Promise.all([answer, other.stop()]);
  assert.equal(body, "1");
});

test("no namespace joined in time: 1 for the GET that waits, 6 and 1 for one that comes later", async () => {
  const other = await startServer({ ...kNoHeartbeat, connectTimeout: 500 });
  const base = `${other.url}/socket.io/`;
  const idle = await PollingSession.open(base);
  const waiting = await PollingSession.open(base);
  const { answer } = await waiting.beginPoll();
  const last = await RawSocket.session(base);
  assert.equal((await answer).body, "1");
  await last.closed; // opened last, so the time of the others is over
  assert.equal((await idle.poll()).body, "6\x1e1");
  for (const session of [idle, waiting]) assert.equal((await session.poll()).body, kUnknown);
  await other.stop();
});
