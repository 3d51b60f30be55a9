// A network between a page and its server that can fall silent: nothing is refused and nothing is closed, nothing comes through.
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Lives until close(). */
export class Relay {
  /** @type {Set<import("node:net").Socket>} */
  #sockets = new Set();
  /** Connections that were begun in the silence. @type {(() => void)[]} */
  #waiting = [];
  #silent = false;
  #server;
  #port;

  /** @param {number} port the server's */
  constructor(port) {
    this.#port = port;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      if (this.#silent) this.#waiting.push(() => this.#join(socket));
      else this.#join(socket);
    });
  }

  /** @param {number} port the server's */
  static async to(port) {
    const relay = new Relay(port);
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  /** Where a page finds its server behind the network. */
  get url() {
    const address = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${address.port}`;
  }

  /** Nothing comes through from now on. */
  fallSilent() {
    this.#silent = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** What waited goes on. */
  comeBack() {
    this.#silent = false;
    for (const join of this.#waiting.splice(0)) join();
    for (const socket of this.#sockets) socket.resume();
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** @param {import("node:net").Socket} inner */
  #join(inner) {
    const outer = connect({ port: this.#port, host: "127.0.0.1", allowHalfOpen: true });
    for (const [from, to] of [[inner, outer], [outer, inner]]) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on("data", (part) => to.write(part));
      from.on("end", () => to.end());
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    if (this.#silent) [inner, outer].forEach((socket) => socket.pause());
  }
}
