// Pings, pongs, and what becomes of who does not answer (Engine.IO protocol 4, "Heartbeat").
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PollingSession, RawSocket } from "./raw.mjs";
import { startServer } from "./server.mjs";
import { watch } from "./watcher.mjs";

const kUnknown = '{"code":1,"message":"Session ID unknown"}';

describe("who does not answer is closed: ping timeout", { concurrency: true }, () => {
  /** @type {import("./server.mjs").Server} */
  let server;
  /** @type {Awaited<ReturnType<typeof watch>>} */
  let watcher;
  let io = "";
  before(async () => {
    // Time enough for the watcher's own pongs, whatever else the machine does.
    server = await startServer({ pingInterval: 100, pingTimeout: 3_000 });
    watcher = await watch(server);
    io = `${server.url}/socket.io/`;
  });
  after(async () => {
    watcher.close();
    await server.stop();
  });

  test("by WebSocket: one ping, then a close frame", async () => {
    const socket = await RawSocket.join(io, "/lab");
    socket.answersPings = false;
    assert.equal(await socket.closed, 1005);
    assert.equal(socket.pings, 1);
    assert.equal(await watcher.reasonOf(socket.socketId), "ping timeout");
  });

  test("by WebSocket: nothing else that is sent counts as an answer", async () => {
    const socket = await RawSocket.join(io, "/lab");
    socket.answersPings = false;
    socket.send('42/lab,["stream",{"id":"not an answer","count":100000,"every_ms":50}]');
    while ((await socket.next()) !== undefined) socket.send('42/lab,["nobody"]');
    assert.equal(await watcher.reasonOf(socket.socketId), "ping timeout");
  });

  test("by polling: the GET that waits gets 1", async () => {
    const session = await PollingSession.join(io, "/lab");
    assert.equal((await session.poll()).body, "2");
    assert.equal((await session.poll()).body, "1");
    assert.equal((await session.poll()).body, kUnknown);
    assert.equal(await watcher.reasonOf(session.socketId), "ping timeout");
  });

  test("by polling: with no GET the session is unknown afterwards", async () => {
    const session = await PollingSession.join(io, "/lab");
    assert.equal(await watcher.reasonOf(session.socketId), "ping timeout");
    assert.equal((await session.poll()).body, kUnknown);
  });
});

describe("who answers stays", () => {
  /** @type {import("./server.mjs").Server} */
  let server;
  before(async () => (server = await startServer({ pingInterval: 50 })));
  after(() => server.stop());

  test("by WebSocket: pings go on", async () => {
    const socket = await RawSocket.join(`${server.url}/socket.io/`, "/lab");
    socket.send('42/lab,["stream",{"id":"beside pings","count":100000,"every_ms":20}]');
    while (socket.pings < 3) assert.match(await socket.next(), /^42\/lab,\["chunk"/);
    socket.ws.close();
  });

  test("by polling: pings go on", async () => {
    const session = await PollingSession.open(`${server.url}/engine.io/`);
    for (let i = 0; i < 3; ++i) {
      assert.equal((await session.poll()).body, "2");
      assert.equal((await session.post("3")).body, "ok");
    }
  });

  test("a pong that nobody asked for is ignored", async () => {
    const socket = await RawSocket.session(`${server.url}/engine.io/`);
    socket.send("3", "4a");
    assert.equal(await socket.next(), "4a");
    socket.ws.close();
  });

  test("pings keep coming while a stream runs", async () => {
    const socket = await RawSocket.join(`${server.url}/socket.io/`, "/lab");
    socket.send('42/lab,["stream",{"id":"as fast as it can","count":100000000,"every_ms":0}]');
    while (socket.pings < 3) assert.match(await socket.next(), /^42\/lab,\["chunk"/);
    socket.ws.close();
  });
});
