// Broadcasts reach whom they should, whatever the transport.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { closeAll, connected, kModes, next } from "./clients.mjs";
import { startServer } from "./server.mjs";

/** @type {import("./server.mjs").Server} */
let server;
before(async () => (server = await startServer()));
afterEach(closeAll);
after(() => server.stop());

/** One client a mode, and what each is told. */
async function everyMode() {
  const sockets = await Promise.all(Object.values(kModes).map((options) => connected(`${server.url}/lab`, options)));
  /** @type {any[][]} */
  const heard = sockets.map(() => []);
  sockets.forEach((socket, i) => socket.on("told", (...args) => heard[i].push(args)));
  return { sockets, heard };
}

/** Everybody has heard all that was said before. @param {any[]} sockets */
async function everyoneHears(sockets) {
  const told = sockets.map((socket) => next(socket, "told"));
  sockets[2].emit("tell-everyone");
  await Promise.all(told);
}

const kToEveryone = ["everyone", { n: 1 }];

test("a room's other members are told, once each", async () => {
  const { sockets, heard } = await everyMode();
  await Promise.all(sockets.slice(0, 2).map((socket) => socket.emitWithAck("join", "a")));
  const told = next(sockets[1], "told");
  sockets[0].emit("tell-room", "a");
  await told;
  await everyoneHears(sockets);
  assert.deepEqual(heard, [[kToEveryone], [["a"], kToEveryone], [kToEveryone]]);
});

test("who has left a room is not told", async () => {
  const { sockets, heard } = await everyMode();
  for (const socket of sockets) await socket.emitWithAck("join", "b");
  await sockets[1].emitWithAck("leave", "b");
  const told = next(sockets[2], "told");
  sockets[0].emit("tell-room", "b");
  await told;
  await everyoneHears(sockets);
  assert.deepEqual(heard, [[kToEveryone], [kToEveryone], [["b"], kToEveryone]]);
});

test("one socket may be left out by its id", async () => {
  const { sockets, heard } = await everyMode();
  const told = next(sockets[1], "told");
  const left = String(sockets[0].id);
  sockets[2].emit("tell-all-but", left);
  await told;
  await everyoneHears(sockets);
  const toTheOthers = ["all but", left];
  assert.deepEqual(heard, [[kToEveryone], [toTheOthers, kToEveryone], [toTheOthers, kToEveryone]]);
});

test("a room is asked, and each answer is known by who gave it", async () => {
  const { sockets } = await everyMode();
  for (const socket of sockets) await socket.emitWithAck("join", "c");
  sockets.forEach((socket, i) => socket.on("question", (room, answer) => answer(room, i, Buffer.from([i]))));
  sockets[0].emit("ask-room", "c", 600_000);
  const [answers, missing] = await next(sockets[0], "room-answered");
  assert.deepEqual(missing, []);
  assert.deepEqual(Object.keys(answers).sort(), sockets.map((socket) => socket.id).sort());
  sockets.forEach((socket, i) => assert.deepEqual(answers[String(socket.id)].slice(0, 2), ["c", i]));
});

test("who does not answer, or leaves, is missing", async () => {
  const { sockets } = await everyMode();
  for (const socket of sockets) await socket.emitWithAck("join", "d");
  sockets[0].on("question", (_, answer) => answer("here"));
  sockets[2].on("question", () => sockets[2].disconnect());
  const [silent, leaving] = [sockets[1].id, sockets[2].id];
  sockets[0].emit("ask-room", "d", 500);
  const [answers, missing] = await next(sockets[0], "room-answered");
  assert.deepEqual(answers, { [String(sockets[0].id)]: ["here"] });
  assert.deepEqual(missing.sort(), [silent, leaving].sort());
});
