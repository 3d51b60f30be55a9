// A line between a client and the server that goes wrong where a test wants it to: it understands what it forwards, message by
// message (an HTTP request or answer, a WebSocket frame), and can break any of them at any byte.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setImmediate as nextTurn, setTimeout as pass } from "node:timers/promises";
import { WireReader } from "./wire_messages.mjs";

/** @typedef {"up" | "down"} Direction up: from the client to the server */

/**
 * `what`: an HTTP message or a frame; `text`: all of the former, the payload of the latter; `request`: of an HTTP answer, the text
 * of its request; `start`: how many bytes have gone this way before it.
 * @typedef {{direction: Direction, kind: "http" | "frame", text: string, request: string, start: number, length: number}} Message
 */

/**
 * @typedef {"fin" | "rst" | "client cut off" | "server cut off" | "stall up" | "stall down" | "stall" | "freeze" | "delay"} FaultKind
 * - fin, rst: the connection ends on both sides.
 * - client cut off, server cut off: it ends on one side; the other is told nothing (half-open).
 * - stall: nothing passes any more, in one direction or both, and nobody is told.
 * - freeze: no connection of the line passes anything for `ms`; then all that was held comes late.
 * - delay: this direction waits for `ms`.
 */

/**
 * A message that is `held` passes only after one that is `until`, whichever of the client's connections they take.
 * @typedef {{held: (message: Message) => boolean, until: (message: Message) => boolean}} Hold
 */

/**
 * Strikes once, at the first message for which `at` gives the number of its bytes that still pass.
 * @typedef {{kind: FaultKind, at: (message: Message) => number | undefined, ms?: number, hold?: Hold}} Fault
 */

class Connection {
  /** @param {FaultyLine} line @param {import("node:net").Socket} client @param {import("node:net").Socket} server */
  constructor(line, client, server) {
    this.line = line;
    this.ends = { up: client, down: server }; // where the bytes of a direction come from
    this.isStalled = { up: false, down: false };
    this.isOver = false;
    const readers = { up: new WireReader(), down: new WireReader() };
    let request = "";
    for (const direction of /** @type {Direction[]} */ (["up", "down"])) {
      let forwarding = Promise.resolve();
      const from = this.ends[direction];
      from.setNoDelay(true);
      from.on("data", (bytes) => {
        readers[direction].push(bytes);
        for (let read = readers[direction].next(); read !== undefined; read = readers[direction].next()) {
          const { kind, text } = read;
          if (direction === "up" && kind === "http") request = text;
          if (direction === "down" && text.startsWith("HTTP/1.1 101")) {
            readers.up.becomeWebSocket();
            readers.down.becomeWebSocket();
          }
          const message = { direction, kind, text, request: kind === "http" ? request : "", start: 0, length: read.bytes.length };
          const whole = read.bytes;
          forwarding = forwarding.then(() => this.#forward(message, whole));
        }
      });
      from.on("end", () => (forwarding = forwarding.then(() => this.#pass(direction, () => this.#to(direction).end()))));
      from.on("error", () => this.#pass(direction, () => this.#to(direction).destroy()));
      from.on("close", () => {
        if (client.closed && server.closed) line.connections.delete(this);
      });
    }
  }

  /** @param {Direction} direction */
  #to(direction) {
    return direction === "up" ? this.ends.down : this.ends.up;
  }

  /** @param {Direction} direction @param {() => void} action */
  async #pass(direction, action) {
    await this.line.frozen;
    if (!this.isOver && !this.isStalled[direction]) action();
  }

  /** @param {Message} message @param {Buffer} bytes */
  async #forward(message, bytes) {
    const { direction } = message;
    await this.line.letPass(message);
    message.start = this.line.passed[direction];
    this.line.passed[direction] += bytes.length;
    if (this.isOver || this.isStalled[direction]) return;
    const strike = this.line.strikeAt(message);
    if (strike === undefined) return this.#write(direction, bytes);
    await this.#write(direction, bytes.subarray(0, strike.bytes));
    await this.#suffer(direction, strike.fault);
    strike.struck();
    await this.#write(direction, bytes.subarray(strike.bytes));
  }

  /** @param {Direction} direction @param {Buffer} bytes */
  async #write(direction, bytes) {
    const to = this.#to(direction);
    if (!this.line.splits) return this.#pass(direction, () => to.write(bytes));
    for (let i = 0; i < bytes.length; ++i) {
      await this.#pass(direction, () => to.write(bytes.subarray(i, i + 1)));
      await nextTurn();
    }
  }

  /** @param {Direction} direction @param {Fault} fault */
  async #suffer(direction, { kind, ms = 0 }) {
    const { up: client, down: server } = this.ends;
    switch (kind) {
      case "fin":
        client.end();
        server.end();
        break;
      case "rst":
        client.resetAndDestroy();
        server.resetAndDestroy();
        break;
      case "client cut off":
        client.resetAndDestroy();
        break;
      case "server cut off":
        server.resetAndDestroy();
        break;
      case "stall up":
      case "stall down":
        this.isStalled[kind === "stall up" ? "up" : "down"] = true;
        return;
      case "stall":
        this.isStalled = { up: true, down: true };
        return;
      case "freeze":
        this.line.frozen = pass(ms);
        return;
      case "delay":
        await pass(ms);
        return;
    }
    this.isOver = true;
  }

  destroy() {
    for (const end of Object.values(this.ends)) end.destroy();
  }
}

export class FaultyLine {
  #server = createServer({ allowHalfOpen: true });
  /** @type {Set<Connection>} */
  connections = new Set();
  /** Resolved while the line is not frozen. @type {Promise<void>} */
  frozen = Promise.resolve();
  /** Bytes that went this way, over all connections. */
  passed = { up: 0, down: 0 };
  /** Whether every byte goes in a segment of its own. */
  splits = false;
  url = "";
  /** @type {{fault: Fault, struck: () => void} | undefined} */
  #armed;
  /** @type {{hold: Hold, met: PromiseWithResolvers<void>} | undefined} */
  #held;

  /** @param {{port: number}} server */
  static async to(server) {
    const line = new FaultyLine();
    line.#server.on("connection", (client) => {
      const upstream = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
      line.connections.add(new Connection(line, client, upstream));
    });
    line.#server.listen(0, "127.0.0.1");
    await once(line.#server, "listening");
    const address = /** @type {import("node:net").AddressInfo} */ (line.#server.address());
    line.url = `http://127.0.0.1:${address.port}`;
    return line;
  }

  /** @param {Fault} fault @returns {Promise<void>} when it has struck */
  arm(fault) {
    this.#held = fault.hold && { hold: fault.hold, met: Promise.withResolvers() };
    return new Promise((resolve) => (this.#armed = { fault, struck: resolve }));
  }

  /** Waits while the message is held. @param {Message} message */
  async letPass(message) {
    if (this.#held === undefined) return;
    const { hold, met } = this.#held;
    if (hold.until(message)) met.resolve();
    if (hold.held(message)) await met.promise;
  }

  /** @param {Message} message */
  strikeAt(message) {
    if (this.#armed === undefined) return undefined;
    const { fault, struck } = this.#armed;
    const bytes = fault.at(message);
    if (bytes === undefined) return undefined;
    this.#armed = undefined;
    return { fault, bytes, struck };
  }

  close() {
    this.#server.close();
    for (const connection of this.connections) connection.destroy();
  }
}
