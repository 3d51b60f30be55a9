// Broadcasts reach whom they should, whatever the transport.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { closeAll, connected, kModes, next } from "./clients.mjs";
import { startServer } from "./server.mjs";

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => (server = await startServer()));
afterEach(closeAll);
after(() => server.stop());

test("a room's other members are told, once each", async () => {
  const sockets = await Promise.all(Object.values(kModes).map((options) => connected(`${server.url}/lab`, options)));
  /** @type {any[][]} */
  const heard = sockets.map(() => []);
  sockets.forEach((socket, i) => socket.on("told", (...args) => heard[i].push(args)));
  await Promise.all(sockets.slice(0, 2).map((socket) => socket.emitWithAck("join", "a")));
  const told = next(sockets[1], "told");
  sockets[0].emit("tell-room", "a");
  await told;
  const everyone = sockets.map((socket) => next(socket, "told"));
  sockets[2].emit("tell-everyone");
  await Promise.all(everyone);
  const last = ["everyone", { n: 1 }];
  assert.deepEqual(heard, [[last], [["a"], last], [last]]);
});
