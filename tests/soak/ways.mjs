// Every way that a session can come and go. A way ends when the client's part is over: the server may still have to notice.
import { Line } from "./line.mjs";
import { join, joinedWebSocket, openWebSocket, PollingClient } from "./joining.mjs";

/** @typedef {import("./line.mjs").Target} Target */

/** @param {Target} target @returns a session in the middle of its upgrade, when `answered`, or as soon as the probe is sent */
async function probed(target, answered = true) {
  const client = await PollingClient.joined(target);
  const socket = await client.upgrade();
  socket.send("2probe");
  if (answered && (await socket.next()) !== "3probe") throw new Error("the probe was not answered");
  return { client, socket };
}

/** A session that came by polling and went on by WebSocket. @param {Target} target */
async function upgraded(target) {
  const { client, socket } = await probed(target);
  socket.send("5");
  client.line.close();
  return socket;
}

/** @type {Record<string, (target: Target) => Promise<void>>} */
export const kWays = {
  async "WebSocket: leaves in order"(target) {
    const socket = await joinedWebSocket(target);
    socket.send("41");
    await socket.close();
  },
  async "WebSocket: the line is cut"(target) {
    (await joinedWebSocket(target)).cut();
  },
  async "WebSocket: says 1"(target) {
    const socket = await joinedWebSocket(target);
    socket.send("1");
    await socket.ended;
  },
  async "WebSocket: breaks the protocol"(target) {
    const socket = await joinedWebSocket(target);
    socket.send("4x");
    await socket.ended;
  },
  async "WebSocket: never joins"(target) {
    await (await openWebSocket(target)).ended;
  },
  async "WebSocket: does not answer pings"(target) {
    const socket = await openWebSocket(target);
    socket.answersPings = false;
    await join(socket);
    await socket.ended;
  },
  async "polling: leaves in order"(target) {
    const client = await PollingClient.joined(target);
    await client.post("41");
    await client.leave();
  },
  async "polling: falls silent"(target) {
    (await PollingClient.joined(target)).line.cut();
  },
  async "polling: never joins, falls silent"(target) {
    (await PollingClient.open(target)).line.cut();
  },
  async "polling: a waiting poll is cut"(target) {
    const client = await PollingClient.joined(target);
    const poll = client.poll().catch(() => {});
    // What is written on one line is not seen in order with another: a round trip gives the server its time.
    const other = await Line.open(target);
    await other.request("POST", client.path, "3");
    other.close();
    client.line.cut();
    await poll;
  },
  async "polling: breaks Engine.IO's protocol"(target) {
    const client = await PollingClient.joined(target);
    await client.post("x", 400);
    client.line.close();
  },
  async "polling: breaks Socket.IO's protocol"(target) {
    const client = await PollingClient.joined(target);
    await client.post("4x");
    if (!(await client.poll()).endsWith("1")) throw new Error("the session was not closed");
    client.line.close();
  },
  async "upgrade: then leaves in order"(target) {
    const socket = await upgraded(target);
    socket.send("41");
    await socket.close();
  },
  async "upgrade: then the line is cut"(target) {
    (await upgraded(target)).cut();
  },
  async "upgrade: cut before the probe, polling goes on"(target) {
    const client = await PollingClient.joined(target);
    (await client.upgrade()).cut();
    await client.post('42["message"]');
    if (!(await client.poll()).includes("message-back")) throw new Error("no echo after the upgrade was cut");
    await client.leave();
  },
  async "upgrade: cut while the probe is answered, polling goes on"(target) {
    const { client, socket } = await probed(target, false);
    socket.cut();
    await client.post('42["message"]');
    // Polls during an upgrade end at once with a noop.
    for (let body = ""; !body.includes("message-back"); body = await client.poll());
    await client.leave();
  },
  async "upgrade: cut after the probe, falls silent"(target) {
    const { client, socket } = await probed(target);
    socket.cut();
    client.line.cut();
  },
  async "upgrade: cut with its last word"(target) {
    const { client, socket } = await probed(target);
    socket.send("5");
    socket.cut();
    client.line.cut();
  },
  async "upgrade: without a probe, leaves by polling"(target) {
    const client = await PollingClient.joined(target);
    const socket = await client.upgrade();
    await client.leave();
    await socket.ended;
  },
};
