// The official client through nginx and HAProxy: every transport, both ways, large and slow, and over a restart.
import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import { after, before, describe } from "node:test";
import { io } from "socket.io-client";
import { test } from "../harness/test.mjs";
import { closeAll, kModes, next, settled } from "../socketio/clients.mjs";
import { textFrame } from "../soak/frames.mjs";
import { RawSocket } from "../socketio/raw.mjs";
import { Polling } from "./polling.mjs";
import { kProxies, startProxy } from "./proxy.mjs";
import { ConformanceServer } from "./servers.mjs";

/** Of one message or one body, inclusive. */
const kLimit = 1_000_000;
const kTransports = { "polling then upgrade": "websocket", "polling only": "polling", "websocket only": "websocket" };

/** An event that is so many bytes long. @param {number} bytes */
const event = (bytes) => `42["message","${"x".repeat(bytes - '42["message",""]'.length)}"]`;

/** A server and a proxy for one test. @param {import("node:test").TestContext} t @param {import("./proxy.mjs").ProxyName} name */
async function pair(t, name) {
  const server = await ConformanceServer.start();
  t.after(() => server.stop());
  const proxy = await startProxy(name, { ports: [server.port] });
  t.after(() => proxy.stop());
  return { server, proxy };
}

/** As browsers do where the proxy offers it (RFC 8441). */
test("through HAProxy: a WebSocket over HTTP/2", async (t) => {
  const { proxy } = await pair(t, "HAProxy");
  const session = http2.connect(proxy.url);
  t.after(() => session.destroy());
  const [settings] = await once(session, "remoteSettings");
  assert.equal(settings.enableConnectProtocol, true);
  const stream = session.request({
    ":method": "CONNECT",
    ":protocol": "websocket",
    ":path": "/socket.io/?EIO=4&transport=websocket",
    "sec-websocket-version": "13",
  });
  const [headers] = await once(stream, "response");
  assert.equal(headers[":status"], 200);
  stream.write(textFrame("40"));
  let text = "";
  for await (const part of stream) {
    text += part;
    if (text.includes('42["auth",{}]')) return;
  }
  assert.fail(`the stream ended after ${text}`);
});

for (const name of kProxies) {
  describe(`through ${name}`, () => {
    /** @type {ConformanceServer} */
    let server;
    /** @type {import("./proxy.mjs").Proxy} */
    let proxy;
    before(async () => {
      server = await ConformanceServer.start();
      proxy = await startProxy(name, { ports: [server.port] });
    });
    after(async () => {
      closeAll();
      await proxy?.stop();
      await server.stop();
    });

    for (const [mode, options] of Object.entries(kModes)) {
      test(`${mode}: events, binary and acknowledgements`, async () => {
        const socket = await settled(proxy.url, options);
        assert.equal(socket.io.engine.transport.name, kTransports[mode]);
        assert.deepEqual(await socket.emitWithAck("message-with-ack", { text: "über" }), { text: "über" });
        const back = next(socket, "message-back");
        socket.emit("message", "text", Buffer.from([0, 255]));
        assert.deepEqual(await back, ["text", Buffer.from([0, 255])]);
        socket.disconnect();
      });

      test(`${mode}: comes back after the server was started again`, async (t) => {
        const own = await pair(t, name);
        const socket = io(own.proxy.url, { ...options, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 200 });
        t.after(() => socket.disconnect());
        await once(socket, "connect");
        const disconnected = once(socket, "disconnect");
        await own.server.stop();
        assert.ok(["transport close", "transport error"].includes((await disconnected)[0]));
        await own.server.serveAgain();
        await once(socket, "connect");
        assert.deepEqual(await socket.emitWithAck("message-with-ack", 1), 1);
      });
    }

    test("a poll waits for a whole ping interval, and so does a silent WebSocket", async () => {
      const polling = await Polling.joined(proxy.url);
      const socket = await settled(proxy.url, kModes["websocket only"]);
      const pinged = once(socket.io, "ping");
      assert.deepEqual(await polling.poll(), { status: 200, body: "2" });
      await pinged;
      assert.deepEqual(await socket.emitWithAck("message-with-ack", "still here"), "still here");
      assert.equal((await polling.post("1")).status, 200);
      socket.disconnect();
    });

    test("a body of the limit passes, and its echo; one byte more is refused by the server, not by the proxy", async () => {
      const session = await Polling.joined(proxy.url);
      assert.equal((await session.post(event(kLimit))).status, 200);
      assert.equal((await session.poll()).body, event(kLimit).replace("message", "message-back"));
      assert.deepEqual(await session.post(event(kLimit + 1)), { status: 413, body: "" });
      assert.equal((await session.post(event(30))).status, 200, "the session goes on");
      assert.equal((await session.poll()).body, event(30).replace("message", "message-back"));
      await session.post("1");
    });

    test("a WebSocket message of the limit passes, and its echo; one byte more ends it", async () => {
      const socket = await RawSocket.open(`${proxy.wsUrl}/engine.io/?EIO=4&transport=websocket`);
      await socket.next();
      const message = `4${"x".repeat(kLimit - 1)}`;
      socket.send(message);
      assert.equal(await socket.next(), message);
      socket.send(`${message}x`);
      // The proxy may reset a client that is still sending when the server hangs up: then the close frame is lost.
      assert.ok([1009, 1006].includes(await socket.closed));
    });

    test("who cuts a waiting poll is gone at once", async () => {
      const session = await Polling.joined(proxy.url);
      const { sessions } = await server.stats();
      const line = new AbortController();
      const poll = session.poll(line.signal);
      await session.post("3"); // a round trip, so that the poll is there
      await session.post("3");
      line.abort();
      await assert.rejects(poll);
      await server.hasSessions(sessions - 1);
    });

    test("plain HTTP is sent to HTTPS", async () => {
      const { status, headers } = await fetch(`${proxy.httpUrl}/any?x=1`, { redirect: "manual" });
      assert.deepEqual([status, headers.get("location")], [301, `${proxy.url}/any?x=1`]);
    });
  });
}
