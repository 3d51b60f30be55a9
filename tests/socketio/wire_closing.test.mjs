// How a session ends on the wire, by cause and transport.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PollingSession, RawSocket } from "./raw.mjs";
import { startServer } from "./server.mjs";

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
let engine = "";
let io = "";
before(async () => {
  server = await startServer({ pingTimeout: 200 });
  engine = `${server.url}/engine.io/`;
  io = `${server.url}/socket.io/`;
});
after(() => server.stop());

const kUnknown = '{"code":1,"message":"Session ID unknown"}';

/** @param {string} base */
async function openWebSocket(base) {
  const socket = await RawSocket.open(`${base.replace("http", "ws")}?EIO=4&transport=websocket`);
  assert.match(await socket.next(), /^0\{.*"upgrades":\[\]/);
  return socket;
}

/** @param {string} packet */
async function joinByWebSocket(packet = "40/lab,") {
  const socket = await openWebSocket(io);
  socket.send(packet);
  assert.match(await socket.next(), /^40/);
  return socket;
}

async function joinByPolling() {
  const session = await PollingSession.open(io);
  await session.post("40/lab,");
  assert.match((await session.poll()).body, /^40\/lab,\{/);
  return session;
}

describe("by WebSocket", () => {
  test("ping timeout: a close frame without a code", async () => {
    const socket = await openWebSocket(engine);
    socket.answersPings = false;
    assert.equal(await socket.closed, 1005);
    assert.equal(socket.pings, 1);
  });

  test("a parse error: a close frame, before any ping", async () => {
    const socket = await openWebSocket(engine);
    socket.send("abc");
    assert.equal(await socket.closed, 1005);
    assert.equal(socket.pings, 0);
  });

  test("the client's close packet ends the session at once", async () => {
    const socket = await openWebSocket(engine);
    socket.send("1");
    assert.equal(await socket.closed, 1005);
    assert.equal(socket.pings, 0);
  });

  test("a ping from the client ends the session", async () => {
    const socket = await openWebSocket(engine);
    socket.send("2");
    assert.equal(await socket.closed, 1005);
  });

  test("a message over the limit: 1009", async () => {
    const socket = await openWebSocket(engine);
    socket.send("4" + "x".repeat(1_000_000));
    assert.equal(await socket.closed, 1009);
  });

  test("text that is not UTF-8: 1007", async () => {
    const socket = await openWebSocket(engine);
    socket.ws.send(Buffer.from([0x34, 0xff]), { binary: false });
    assert.equal(await socket.closed, 1007);
  });

  test("disconnect() by the server: 41, and the session stays", async () => {
    const socket = await joinByWebSocket();
    socket.send('42/lab,["disconnect-me"]');
    assert.equal(await socket.next(), "41/lab,");
    socket.send('42/lab,["late"]', "40/lab,");
    assert.match(await socket.next(), /^40\/lab,\{/);
    socket.ws.close();
  });

  test("disconnect(true) by the server: 41 for each namespace, then a close frame", async () => {
    const socket = await joinByWebSocket();
    socket.send("40");
    assert.match(await socket.next(), /^40\{/);
    assert.equal(await socket.next(), '42["auth",{}]');
    socket.send('42/lab,["disconnect-me","transport"]');
    assert.deepEqual([await socket.next(), await socket.next()].sort(), ["41", "41/lab,"]);
    assert.equal(await socket.closed, 1005);
  });

  test("no namespace joined in time: a close frame, failed joins do not count", async () => {
    const socket = await openWebSocket(io);
    socket.send("40/random,");
    assert.equal(await socket.next(), '44/random,{"message":"Invalid namespace"}');
    assert.equal(await socket.closed, 1005);
    assert.ok(socket.pings >= 2, "pings were answered: it was not their timeout");
  });

  test("the client leaves a namespace: nothing, and 40 right after 41 joins again", async () => {
    const socket = await joinByWebSocket("40");
    await socket.next();
    socket.send("41", "40");
    assert.match(await socket.next(), /^40\{/);
    socket.ws.close();
  });
});

describe("by polling", () => {
  test("ping timeout: the pending poll gets 1", async () => {
    const session = await PollingSession.open(engine);
    assert.equal((await session.poll()).body, "2");
    assert.equal((await session.poll()).body, "1");
    assert.equal((await session.poll()).body, kUnknown);
  });

  test("a parse error: the pending poll gets 1", async () => {
    const session = await PollingSession.open(engine);
    const { answer } = await session.beginPoll();
    await session.post("abc");
    assert.equal((await answer).body, "1");
    assert.equal((await session.poll()).body, kUnknown);
  });

  test("the client's close packet: the pending poll gets 6", async () => {
    const session = await PollingSession.open(engine);
    const { answer } = await session.beginPoll();
    assert.equal((await session.post("1")).body, "ok");
    assert.equal((await answer).body, "6");
    assert.equal((await session.poll()).body, kUnknown);
  });

  test("a Socket.IO error with a poll pending: 1", async () => {
    const session = await joinByPolling();
    const { answer } = await session.beginPoll();
    assert.equal((await session.post("4abc")).body, "ok");
    assert.equal((await answer).body, "1");
    assert.equal((await session.poll()).body, kUnknown);
  });

  test("a Socket.IO error without a poll: what is buffered, then 6 and 1", async () => {
    const session = await joinByPolling();
    await session.post('42/lab,["ask-me"]');
    await session.post("4abc");
    assert.equal((await session.post("4ignored")).body, "ok");
    assert.match((await session.poll()).body, /^451-\/lab,\d+\["question"/);
    assert.equal((await session.poll()).body, "6\x1e1");
    assert.equal((await session.poll()).body, kUnknown);
  });

  test("disconnect(true) with a poll pending: 41, then 6 and 1", async () => {
    const session = await joinByPolling();
    const { answer } = await session.beginPoll();
    await session.post('42/lab,["disconnect-me","transport"]');
    assert.equal((await answer).body, "41/lab,");
    assert.equal((await session.poll()).body, "6\x1e1");
  });

  test("disconnect(true) without a poll: the same", async () => {
    const session = await joinByPolling();
    await session.post('42/lab,["disconnect-me","transport"]');
    assert.equal((await session.poll()).body, "41/lab,");
    assert.equal((await session.poll()).body, "6\x1e1");
  });

  test("shutdown: the pending poll gets 1 and no 41", async () => {
    const other = await startServer();
    const session = await PollingSession.open(`${other.url}/socket.io/`);
    await session.post("40/lab,");
    await session.poll();
    const { answer } = await session.beginPoll();
    const [{ body }] = await Promise.all([answer, other.stop()]);
    assert.equal(body, "1");
  });
});
