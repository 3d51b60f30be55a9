// A page that reads a stream of numbered events with the official client, and sees to it that none is doubled, missing or out of
// order. It comes back by itself when its line breaks.
import assert from "node:assert/strict";
import { once } from "node:events";
import { io } from "socket.io-client";

const kOptions = {
  forceNew: true,
  reconnectionDelay: 5,
  reconnectionDelayMax: 50,
  randomizationFactor: 0,
  timeout: 1_500,
};

/** For names. */
let created = 0;

export class StreamReader {
  /**
   * @param {string} url of the server, or of a line to it
   * @param {object} options of the client
   * @param {{count: number, every_ms: number, binary?: boolean, asides?: boolean}} stream
   * @param {{recovery?: boolean}} settings with recovery it is one stream over all connections; without, each has its own
   */
  constructor(url, options, stream, { recovery = false } = {}) {
    this.stream = stream;
    this.recovers = recovery;
    this.id = `reader ${++created}`;
    this.next = 0;
    this.connects = 0;
    /** Streams whose request has had no answer. @type {Set<string>} */
    this.unanswered = new Set();
    /** Rejected with the first thing that is wrong. @type {Promise<never>} */
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => {});
    /** @type {string[]} */
    this.reasons = [];
    this.socket = io(`${url}/lab`, { ...kOptions, ...options, ...(recovery ? { query: { recovery: "1" } } : {}) });
    this.socket.on("connect", () => this.#connected());
    this.socket.on("disconnect", (reason) => {
      this.reasons.push(reason);
      // After these the official client stays away; a page asks it to come back.
      if (reason === "io server disconnect") this.socket.connect();
    });
    // Questions amid the stream, and when it has ended. Not inside the call: when a ping comes late, an emit there makes the
    // client close before it has dispatched what came with the ping, and dispatch that a second time after the recovery.
    this.socket.io.on("ping", () => setImmediate(() => this.#ask()));
    this.socket.on("chunk", (...args) => this.#check(() => this.#chunk(...args)));
  }

  /** @param {() => void} assertion */
  #check(assertion) {
    try {
      assertion();
    } catch (error) {
      this.fail?.(error);
    }
  }

  #connected() {
    ++this.connects;
    if (this.connects > 1 && this.recovers) {
      this.#check(() => assert.equal(this.socket.recovered, true, "came back without its session"));
    }
    if (!this.recovers) {
      this.id = `of ${this.socket.id}`;
      this.next = 0;
    }
    this.#request();
  }

  async #request() {
    // With recovery the first request may have been lost with its line: the server knows the stream by its name.
    const { id } = this;
    this.unanswered.add(id);
    const answered = this.socket.emitWithAck("stream", { id, ...this.stream });
    await answered.then(() => this.unanswered.delete(id), () => {});
  }

  async #ask() {
    if (!this.socket.connected) return;
    const answer = await this.socket.emitWithAck("message-with-ack", this.next).catch(() => undefined);
    this.#check(() => assert.ok(answer === undefined || typeof answer === "number"));
  }

  /** @param {{id: string, seq: number}} chunk @param {any[]} rest */
  #chunk(chunk, ...rest) {
    // The official client keeps what is emitted when it finds its ping overdue, and sends it on its next connection.
    if (chunk.id !== this.id && this.unanswered.has(chunk.id)) return;
    assert.deepEqual(chunk, { id: this.id, seq: this.next }, `after ${this.next} events of "${this.id}"`);
    if (this.stream.binary) assert.deepEqual(rest[0], Buffer.from(String(chunk.seq)));
    ++this.next;
    if (this.next % 10 === 5) this.#ask();
    if (this.next === this.stream.count) this.socket.emitReserved("whole");
  }

  /** Waits until every event of the stream has come. */
  async whole() {
    while (this.next < this.stream.count) await Promise.race([once(this.socket, "whole"), this.failed]);
  }

  /** Asks until the answer comes: once on each connection. @param {string} question */
  async answer(question) {
    for (;;) {
      if (!this.socket.connected) await Promise.race([once(this.socket, "connect"), this.failed]);
      const answer = await this.socket.emitWithAck("message-with-ack", question).catch(() => undefined);
      if (answer !== undefined) return assert.equal(answer, question);
    }
  }

  close() {
    this.socket.disconnect();
  }
}
