// The official client in each way that it can connect.
import { once } from "node:events";
import { io } from "socket.io-client";

/** @type {Record<string, object>} */
export const kModes = {
  "polling then upgrade": {},
  "polling only": { transports: ["polling"] },
  "websocket only": { transports: ["websocket"] },
};

/** @type {Set<import("socket.io-client").Socket>} */
const open = new Set();

/**
 * A client of its own, never shared with another namespace.
 * @param {string} url with the namespace
 * @param {object} options
 */
export function connect(url, options = {}) {
  const socket = io(url, { forceNew: true, reconnection: false, ...options });
  open.add(socket);
  return socket;
}

/** The same, once it is connected. @param {string} url @param {object} options */
export async function connected(url, options = {}) {
  const socket = connect(url, options);
  await new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(undefined));
    socket.once("connect_error", reject);
  });
  return socket;
}

/**
 * The same, on the transport that it will keep. The official client loses its session silently, until its ping timeout, when
 * the line goes in the moment of the upgrade: it has paused polling by then and does not take it up again.
 * @param {string} url @param {{transports?: string[]}} options
 */
export async function settled(url, options = {}) {
  const socket = await connected(url, options);
  const { engine } = socket.io;
  const upgrades = options.transports === undefined;
  if (upgrades && engine.transport.name !== "websocket") await once(engine, "upgrade");
  return socket;
}

export function closeAll() {
  for (const socket of open) socket.disconnect();
  open.clear();
}

/** The arguments of the next event. @param {any} socket @param {string} event @returns {Promise<any[]>} */
export function next(socket, event) {
  return once(socket, event);
}
