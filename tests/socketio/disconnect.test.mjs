// How a connection ends, as the official client sees it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { closeAll, connected, kModes, next, settled } from "./clients.mjs";
import { startServer } from "./server.mjs";

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => (server = await startServer()));
afterEach(closeAll);
after(() => server.stop());

for (const [mode, options] of Object.entries(kModes)) {
  describe(mode, () => {
    test("the server disconnects one namespace; the session stays", async () => {
      const main = await connected(server.url, options);
      const lab = main.io.socket("/lab", {});
      await next(lab, "connect");
      lab.emit("disconnect-me", "namespace");
      assert.equal((await next(lab, "disconnect"))[0], "io server disconnect");
      assert.equal(await main.emitWithAck("message-with-ack", 1), 1);
      lab.connect();
      await next(lab, "connect");
    });

    test("the server disconnects everything", async () => {
      const main = await connected(server.url, options);
      const lab = main.io.socket("/lab", {});
      await next(lab, "connect");
      const both = [next(main, "disconnect"), next(lab, "disconnect"), next(main.io.engine, "close")];
      lab.emit("disconnect-me", "transport");
      const [[ofMain], [ofLab]] = await Promise.all(both);
      assert.deepEqual([ofMain, ofLab], ["io server disconnect", "io server disconnect"]);
    });

    test("a server that shuts down does not tell its clients to stay away", async () => {
      const other = await startServer();
      const socket = await settled(other.url, options);
      const gone = next(socket, "disconnect");
      await other.stop();
      const [reason] = await gone;
      assert.ok(["transport close", "transport error"].includes(reason), reason);
    });

    test("a client survives many heartbeats", async () => {
      const socket = await connected(server.url, options);
      for (let pings = 0; pings < 4; ++pings) await next(socket.io.engine, "ping");
      assert.ok(socket.connected);
    });
  });
}
