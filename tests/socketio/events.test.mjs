// Events, acknowledgements and bytes, with the official client in each of its modes.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { closeAll, connected, kModes, next } from "./clients.mjs";
import { kNever, startServer } from "./server.mjs";

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => (server = await startServer()));
afterEach(closeAll);
after(() => server.stop());

const kValues = [1, -1.5, 1e21, "", "é😀\u0000\u2028\"\\", true, null, [], {}, { a: [{ b: [1, 2, { c: "d" }] }] }];

for (const [mode, options] of Object.entries(kModes)) {
  describe(mode, () => {
    test("events come back with every kind of value", async () => {
      const socket = await connected(server.url, options);
      socket.emit("message", ...kValues);
      assert.deepEqual(await next(socket, "message-back"), kValues);
    });

    test("acks carry every kind of value, and none", async () => {
      const socket = await connected(server.url, options);
      const ask = (/** @type {any[]} */ ...args) =>
        new Promise((resolve) => socket.emit("message-with-ack", ...args, (/** @type {any[]} */ ...reply) => resolve(reply)));
      assert.deepEqual(await ask(...kValues), kValues);
      assert.deepEqual(await ask(), []);
    });

    test("bytes travel at any depth, in events and acks", async () => {
      const socket = await connected(server.url, options);
      const sent = [Buffer.from([1, 2, 3]), { deep: [Buffer.alloc(0), "text", { more: Buffer.from([255, 0]) }] }];
      socket.emit("message", ...sent);
      assert.deepEqual(await next(socket, "message-back"), sent);
      assert.deepEqual(await socket.emitWithAck("message-with-ack", sent[1]), sent[1]);
    });

    test("order is kept over many events of both kinds", async () => {
      const socket = await connected(server.url, options);
      const kCount = 200;
      /** @type {any[]} */
      const back = [];
      const done = new Promise((resolve) =>
        socket.on("message-back", (...args) => {
          back.push(args);
          if (back.length === kCount) resolve(undefined);
        }),
      );
      const sent = Array.from({ length: kCount }, (_, i) => (i % 3 === 0 ? [i, Buffer.from([i])] : [i]));
      for (const args of sent) socket.emit("message", ...args);
      await done;
      assert.deepEqual(back, sent);
    });

    test("half a surrogate pair reaches the handler, and the session lives on", async () => {
      const socket = await connected(`${server.url}/lab`, options);
      assert.equal(await socket.emitWithAck("surrogate", { content: "\ud800" }), true);
      assert.equal(await socket.emitWithAck("surrogate", { content: "\ud83d\ude00" }), false);
    });

    test("events that nobody handles are ignored", async () => {
      const socket = await connected(server.url, options);
      socket.emit("nobody", 1);
      socket.emit("nobody", 1, () => assert.fail("acknowledged"));
      assert.equal(await socket.emitWithAck("message-with-ack", "on"), "on");
    });

    test("a message of nearly the limit passes", async () => {
      const socket = await connected(server.url, options);
      const large = "x".repeat(900_000);
      assert.equal(await socket.emitWithAck("message-with-ack", large), large);
    });

    test("the server asks and the client answers", async () => {
      const socket = await connected(`${server.url}/lab`, options);
      socket.once("question", (text, bytes, answer) => answer(text, bytes));
      socket.emit("ask-me", kNever);
      assert.deepEqual(await next(socket, "answered"), ["q1", Buffer.from([1, 2])]);
    });

    test("the server learns that the client did not answer", async () => {
      const socket = await connected(`${server.url}/lab`, options);
      socket.emit("ask-me", 50);
      assert.deepEqual(await next(socket, "not-answered"), ["ack_timeout"]);
    });
  });
}
