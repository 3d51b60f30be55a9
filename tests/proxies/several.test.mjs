// Several server processes behind nginx (by address) and HAProxy (by cookie): a session stays on the server that has it.
import assert from "node:assert/strict";
import { once } from "node:events";
import https from "node:https";
import { after, before, describe } from "node:test";
import { io } from "socket.io-client";
import { test } from "../harness/test.mjs";
import { kModes } from "../socketio/clients.mjs";
import { kProxies, startProxy } from "./proxy.mjs";
import { ConformanceServer } from "./servers.mjs";

const kClients = 12;

for (const name of kProxies) {
  describe(`through ${name}`, () => {
    /** @type {ConformanceServer[]} */
    const servers = [];
    /** @type {import("./proxy.mjs").Proxy} */
    let proxy;
    /** @type {import("socket.io-client").Socket[]} */
    const sockets = [];
    before(async () => {
      for (let count = 0; count < 2; count += 1) servers.push(await ConformanceServer.start());
      proxy = await startProxy(name, { ports: servers.map(({ port }) => port), several: true });
    });
    after(async () => {
      for (const socket of sockets) socket.disconnect();
      await proxy?.stop();
      for (const server of servers) await server.stop();
    });

    /** A client from an address of its own, which keeps cookies as a browser does. @param {number} number @param {object} options */
    const connect = (number, options) => {
      const agent = new https.Agent({ localAddress: `127.0.0.${10 + number}` });
      const quickly = { reconnectionDelay: 50, reconnectionDelayMax: 200 };
      const socket = io(proxy.url, { ...options, ...quickly, agent: /** @type {any} */ (agent), withCredentials: true, forceNew: true });
      sockets.push(socket);
      return socket;
    };

    for (const [mode, options] of Object.entries(kModes)) {
      test(`${mode}: clients are spread, and each stays where its session is`, async () => {
        const before = await Promise.all(servers.map(async (server) => (await server.stats()).opened));
        const clients = Array.from({ length: kClients }, (_, number) => connect(number, options));
        await Promise.all(clients.map((socket) => once(socket, "connect")));
        for (const socket of clients) {
          assert.equal(await socket.emitWithAck("message-with-ack", "there?"), "there?");
          assert.equal(await socket.emitWithAck("message-with-ack", "still?"), "still?");
        }
        const opened = await Promise.all(servers.map(async (server, index) => (await server.stats()).opened - before[index]));
        assert.ok(opened.every((count) => count > 0), `${opened}: all are on one server`);
        assert.equal(opened[0] + opened[1], kClients, "nobody had to come twice");
        for (const socket of clients) socket.disconnect();
      });
    }

    test("when a server goes, its clients come back on the other", async () => {
      const clients = Array.from({ length: kClients }, (_, number) => connect(number, kModes["polling only"]));
      await Promise.all(clients.map((socket) => once(socket, "connect")));
      const [gone, left] = servers;
      await gone.stop();
      await left.hasSessions(kClients);
      await Promise.all(clients.map((socket) => socket.connected || once(socket, "connect")));
      for (const socket of clients) assert.equal(await socket.emitWithAck("message-with-ack", 1), 1);
      await gone.serveAgain();
    });
  });
}
