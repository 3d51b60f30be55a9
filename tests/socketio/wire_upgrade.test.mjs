// The upgrade from polling to WebSocket, step by step (Engine.IO protocol 4, "Upgrade").
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PollingSession } from "./raw.mjs";
import { kNoHeartbeat, startServer } from "./server.mjs";

/** @type {import("./server.mjs").Server} */
let server;
let base = "";
before(async () => {
  server = await startServer(kNoHeartbeat);
  base = `${server.url}/engine.io/`;
});
after(() => server.stop());

test("a pending poll is ended by the probe, and data moves over at the upgrade", async () => {
  const session = await PollingSession.open(base);
  const { answer } = await session.beginPoll();
  const socket = await session.upgrade();
  socket.send("2probe");
  assert.equal(await socket.next(), "3probe");
  assert.equal((await answer).body, "6");
  assert.equal((await session.poll()).body, "6");
  await session.post("4by post");
  socket.send("5");
  assert.equal(await socket.next(), "4by post");
  socket.send("4by websocket");
  assert.equal(await socket.next(), "4by websocket");
  for (const answerAfter of [await session.poll(), await session.post("4a")]) {
    assert.equal(answerAfter.body, '{"code":3,"message":"Bad request"}');
  }
  socket.ws.close();
});

test("between probe and upgrade data leaves by polls", async () => {
  const session = await PollingSession.open(base);
  const socket = await session.upgrade();
  socket.send("2probe");
  assert.equal(await socket.next(), "3probe");
  await session.post("4a");
  assert.equal((await session.poll()).body, "4a");
  socket.ws.close();
});

for (const first of ["4hello", "2", "3probe", "abc"]) {
  test(`a wrong first packet closes only that WebSocket: ${first}`, async () => {
    const session = await PollingSession.open(base);
    const socket = await session.upgrade();
    socket.send(first);
    assert.equal(await socket.closed, 1005);
    await session.post("4still here");
    assert.equal((await session.poll()).body, "4still here");
  });
}

test("a WebSocket that drops during the probe leaves the session unharmed", async () => {
  const session = await PollingSession.open(base);
  const socket = await session.upgrade();
  socket.send("2probe");
  await socket.next();
  socket.ws.terminate();
  await socket.closed;
  await session.post("4still here");
  assert.equal((await session.poll()).body, "4still here");
});

test("a second WebSocket is closed, during the probe and after it", async () => {
  const session = await PollingSession.open(base);
  const socket = await session.upgrade();
  assert.equal(await (await session.upgrade()).closed, 1005);
  socket.send("2probe");
  assert.equal(await socket.next(), "3probe");
  socket.send("5", "4a");
  assert.equal(await socket.next(), "4a");
  assert.equal(await (await session.upgrade()).closed, 1005);
  socket.send("4b");
  assert.equal(await socket.next(), "4b");
  socket.ws.close();
});

test("the upgrade packet alone is enough; a GET that waits is told by 1", async () => {
  const session = await PollingSession.open(base);
  const { answer } = await session.beginPoll();
  const socket = await session.upgrade();
  socket.send("5", "4a");
  assert.equal((await answer).body, "1");
  assert.equal(await socket.next(), "4a");
  socket.ws.close();
});

test("before the probe nothing changes: a GET waits on", async () => {
  const session = await PollingSession.open(base);
  const { answer } = await session.beginPoll();
  const socket = await session.upgrade();
  await session.post("4a");
  assert.equal((await answer).body, "4a");
  socket.ws.close();
});

test("what was sent before, during and after keeps its order, bytes among it", async () => {
  const session = await PollingSession.open(base);
  await session.post("4one\x1ebAg==");
  const socket = await session.upgrade();
  socket.send("2probe");
  assert.equal(await socket.next(), "3probe");
  await session.post("4three");
  socket.send("5", "4four");
  assert.deepEqual(
    [await socket.next(), await socket.next(), await socket.next(), await socket.next()],
    ["4one", Buffer.from([2]), "4three", "4four"],
  );
  socket.ws.close();
});

test("an upgrade that is not finished in time: only that WebSocket is closed", async () => {
  const other = await startServer({ ...kNoHeartbeat, upgradeTimeout: 100 });
  const session = await PollingSession.open(`${other.url}/engine.io/`);
  const silent = await session.upgrade();
  assert.equal(await silent.closed, 1005);
  const probed = await session.upgrade();
  probed.send("2probe");
  assert.equal(await probed.next(), "3probe");
  assert.equal(await probed.closed, 1005);
  await session.post("4still here");
  assert.equal((await session.poll()).body, "4still here");
  await other.stop();
});

test("a session that ends closes the WebSocket of its upgrade", async () => {
  const session = await PollingSession.open(base);
  const socket = await session.upgrade();
  socket.send("2probe");
  assert.equal(await socket.next(), "3probe");
  await session.post("1");
  assert.equal(await socket.closed, 1005);
});
