// The idle crowd: sessions that join, answer pings, and stay.
import { joinedWebSocket, PollingClient } from "./joining.mjs";

/** How many come at once: a class that opens the page, not a flood. */
const kAtOnce = 100;

/** Whoever made it ends it with leave(). */
export class Crowd {
  /** @type {Set<import("./line.mjs").WebSocketLine>} */
  #sockets = new Set();
  /** @type {Set<PollingClient>} */
  #clients = new Set();
  #leaving = false;
  /** Sessions that ended before they were told to, and why. @type {string[]} */
  lost = [];
  #pollPings = 0;
  #socketPings = 0;

  /**
   * @param {import("./line.mjs").Target} target
   * @param {{sockets: number, polling: number}} sizes
   */
  static async gather(target, { sockets, polling }) {
    const crowd = new Crowd();
    const wanted = [...Array(sockets).fill("socket"), ...Array(polling).fill("polling")];
    const come = async () => {
      for (let kind; (kind = wanted.pop()); ) {
        if (kind === "socket") crowd.#keep(await joinedWebSocket(target));
        else crowd.#poll(await PollingClient.joined(target));
      }
    };
    await Promise.all(Array.from({ length: kAtOnce }, come));
    return crowd;
  }

  get size() {
    return this.#sockets.size + this.#clients.size;
  }

  /** Pings that have been answered. */
  get pings() {
    let pings = this.#socketPings + this.#pollPings;
    for (const socket of this.#sockets) pings += socket.pings;
    return pings;
  }

  /** All go: half of the WebSockets in order, all others without a word. */
  async leave() {
    this.#leaving = true;
    let inOrder = false;
    const left = [];
    for (const socket of this.#sockets) {
      inOrder = !inOrder;
      if (inOrder) left.push(socket.close());
      else socket.cut();
    }
    for (const client of this.#clients) client.line.cut();
    await Promise.all(left);
  }

  /** @param {import("./line.mjs").WebSocketLine} socket */
  #keep(socket) {
    this.#sockets.add(socket);
    socket.ended.then(() => {
      this.#socketPings += socket.pings;
      this.#sockets.delete(socket);
      if (!this.#leaving) this.lost.push("a WebSocket ended");
    });
  }

  /** @param {PollingClient} client */
  async #poll(client) {
    this.#clients.add(client);
    try {
      for (;;) {
        const packets = (await client.poll()).split("\x1e");
        if (packets.includes("2")) {
          await client.post("3");
          this.#pollPings += 1;
        }
      }
    } catch (error) {
      this.#clients.delete(client);
      if (!this.#leaving) this.lost.push(`polling: ${error.message}`);
    }
  }
}
