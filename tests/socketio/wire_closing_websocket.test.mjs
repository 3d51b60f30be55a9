// How a session ends by WebSocket: what is seen on the wire, and the reason that the server's application is told.
// No heartbeat runs: nothing here can end by a ping timeout.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RawSocket } from "./raw.mjs";
import { kNoHeartbeat, startServer } from "./server.mjs";
import { watch } from "./watcher.mjs";

/** @type {import("./server.mjs").Server} */
let server;
/** @type {Awaited<ReturnType<typeof watch>>} */
let watcher;
let engine = "";
let io = "";
before(async () => {
  server = await startServer(kNoHeartbeat);
  watcher = await watch(server);
  engine = `${server.url}/engine.io/`;
  io = `${server.url}/socket.io/`;
});
after(async () => {
  watcher.close();
  await server.stop();
});

/** @typedef {{name: string, cause: (socket: RawSocket) => void, code: number, reason: string}} Case */

/** @type {Case[]} */
const kCases = [
  { name: "bytes that are no packet", cause: (socket) => socket.send("abc"), code: 1005, reason: "parse error" },
  { name: "an empty packet", cause: (socket) => socket.send(""), code: 1005, reason: "parse error" },
  { name: "the client's close packet", cause: (socket) => socket.send("1"), code: 1005, reason: "transport close" },
  { name: "a ping from the client", cause: (socket) => socket.send("2"), code: 1005, reason: "transport error" },
  {
    name: "a message over the limit",
    cause: (socket) => socket.send("4" + "x".repeat(1_000_000)),
    code: 1009,
    reason: "transport error",
  },
  {
    name: "text that is not UTF-8",
    cause: (socket) => socket.ws.send(Buffer.from([0x34, 0xff]), { binary: false }),
    code: 1007,
    reason: "transport error",
  },
  { name: "a Socket.IO packet that is none", cause: (socket) => socket.send("4abc"), code: 1005, reason: "forced close" },
  { name: "the client's close frame", cause: (socket) => socket.ws.close(), code: 1000, reason: "transport close" },
];

for (const { name, cause, code, reason } of kCases) {
  test(name, async () => {
    const socket = await RawSocket.join(io, "/lab");
    cause(socket);
    assert.equal(await socket.closed, code);
    assert.deepEqual(socket.frames, []);
    assert.equal(await watcher.reasonOf(socket.socketId), reason);
  });
}

test("what the client sent before the fault is handled, what it sent after is not", async () => {
  const socket = await RawSocket.session(engine);
  socket.send("4before", "abc", "4after");
  assert.equal(await socket.next(), "4before");
  assert.equal(await socket.next(), undefined);
  assert.equal(await socket.closed, 1005);
});

test("a line that is cut: transport close", async () => {
  const socket = await RawSocket.join(io, "/lab");
  socket.ws.terminate();
  assert.equal(await watcher.reasonOf(socket.socketId), "transport close");
});

test("disconnect() by the server: 41, and the session stays", async () => {
  const socket = await RawSocket.join(io, "/lab");
  socket.send('42/lab,["disconnect-me"]');
  assert.equal(await socket.next(), "41/lab,");
  assert.equal(await watcher.reasonOf(socket.socketId), "server namespace disconnect");
  socket.send('42/lab,["late"]', "40/lab,");
  assert.match(await socket.next(), /^40\/lab,\{/);
  socket.ws.close();
});

test("disconnect(true) by the server: 41 for each namespace, then a close frame", async () => {
  const socket = await RawSocket.join(io, "/lab");
  socket.send("40");
  const main = JSON.parse((await socket.next()).slice(2)).sid;
  assert.equal(await socket.next(), '42["auth",{}]');
  socket.send('42/lab,["disconnect-me","transport"]');
  assert.deepEqual([await socket.next(), await socket.next()].sort(), ["41", "41/lab,"]);
  assert.equal(await socket.closed, 1005);
  for (const id of [main, socket.socketId]) assert.equal(await watcher.reasonOf(id), "server namespace disconnect");
});

test("the client leaves a namespace: no answer, and 40 right after 41 joins again", async () => {
  const socket = await RawSocket.join(io, "/lab");
  socket.send("41/lab,", "40/lab,");
  const packet = await socket.next();
  assert.match(packet, /^40\/lab,\{/);
  assert.notEqual(JSON.parse(packet.slice(7)).sid, socket.socketId);
  assert.equal(await watcher.reasonOf(socket.socketId), "client namespace disconnect");
  socket.ws.close();
});

test("a reader that takes nothing is cut off: buffer overflow", async () => {
  const socket = await RawSocket.join(io, "/lab");
  socket.ws.pause();
  socket.send('42/lab,["flood",{"count":300,"bytes":100000}]');
  assert.equal(await watcher.reasonOf(socket.socketId), "buffer overflow");
  socket.ws.resume();
  await socket.closed;
  assert.ok(socket.frames.length < 300);
});

test("a shutdown: a close frame, no 41", async () => {
  const other = await startServer(kNoHeartbeat);
  const socket = await RawSocket.join(`${other.url}/socket.io/`, "/lab");
  const [code] = await Promise.all([socket.closed, other.stop()]);
  assert.equal(code, 1005);
  assert.deepEqual(socket.frames, []);
});

test("no namespace joined in time: a close frame; joins that failed do not count, one that succeeded does", async () => {
  const other = await startServer({ ...kNoHeartbeat, connectTimeout: 300 });
  const base = `${other.url}/socket.io/`;
  const [joined, refused, idle] = await Promise.all([
    RawSocket.join(base, "/lab"),
    RawSocket.session(base),
    RawSocket.session(base),
  ]);
  refused.send("40/random,");
  assert.equal(await refused.next(), '44/random,{"message":"Invalid namespace"}');
  assert.deepEqual(await Promise.all([refused.closed, idle.closed]), [1005, 1005]);
  joined.send('42/lab,["message","still here"]');
  assert.equal(await joined.next(), '42/lab,["message-back","still here"]');
  joined.ws.close();
  await other.stop();
});
