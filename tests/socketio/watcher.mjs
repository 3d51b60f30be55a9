// What the server itself says of its sockets and sessions, over a line of its own.
import { once } from "node:events";
import { connected } from "./clients.mjs";

/** @param {{url: string}} server */
export async function watch(server) {
  const socket = await connected(`${server.url}/watch`, { transports: ["websocket"] });
  /** @type {Map<string, string>} */
  const reasons = new Map();
  socket.on("left", ({ id, reason }) => reasons.set(id, reason));
  return {
    /** Why that socket left, as the server's disconnect handler was told; waits until it has. @param {string} id */
    async reasonOf(id) {
      while (!reasons.has(id)) await once(socket, "left");
      return reasons.get(id);
    },
    /** Waits until no more than `count` sessions are left beside the watcher's own. @param {number} count */
    async sessionsFallTo(count) {
      await socket.emitWithAck("sessions-fall-to", count + 1);
    },
    close() {
      socket.disconnect();
    },
  };
}
