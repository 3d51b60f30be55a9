// Joining namespaces, with the official client in each of its modes.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { closeAll, connect, connected, kModes, next } from "./clients.mjs";
import { startServer } from "./server.mjs";

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => (server = await startServer()));
afterEach(closeAll);
after(() => server.stop());

for (const [mode, options] of Object.entries(kModes)) {
  describe(mode, () => {
    test("connects and sees its auth", async () => {
      const socket = connect(server.url, { ...options, auth: { token: "123" } });
      const [auth] = await next(socket, "auth");
      assert.deepEqual(auth, { token: "123" });
      assert.match(socket.id ?? "", /^[A-Za-z0-9_-]{20}$/);
    });

    test("sends {} without auth", async () => {
      const [auth] = await next(connect(server.url, options), "auth");
      assert.deepEqual(auth, {});
    });

    test("joins a namespace beside the main one, on one session", async () => {
      const first = await connected(server.url, options);
      const second = first.io.socket("/custom", {});
      const [auth] = await next(second, "auth");
      assert.deepEqual(auth, {});
      assert.notEqual(second.id, first.id);
      second.disconnect();
      assert.deepEqual(await first.emitWithAck("message-with-ack", "still here"), "still here");
    });

    test("is told that a namespace is unknown", async () => {
      const [error] = await next(connect(`${server.url}/random`, options), "connect_error");
      assert.equal(error.message, "Invalid namespace");
    });

    test("is turned away by a middleware, with its data", async () => {
      const [error] = await next(connect(`${server.url}/guarded`, options), "connect_error");
      assert.equal(error.message, "not authorized");
      assert.deepEqual(error.data, { hint: "token" });
    });

    test("is let in by a middleware", async () => {
      const socket = await connected(`${server.url}/guarded`, { ...options, auth: { token: "letmein" } });
      assert.ok(socket.connected);
    });

    test("comes back after a disconnect of its own", async () => {
      const socket = await connected(server.url, options);
      const before = socket.id;
      socket.disconnect();
      socket.connect();
      await next(socket, "connect");
      assert.notEqual(socket.id, before);
    });
  });
}

test("upgrades to WebSocket by itself", async () => {
  const socket = await connected(server.url);
  const engine = socket.io.engine;
  if (engine.transport.name !== "websocket") await next(engine, "upgrade");
  assert.equal(engine.transport.name, "websocket");
  assert.equal(await socket.emitWithAck("message-with-ack", 1), 1);
});
