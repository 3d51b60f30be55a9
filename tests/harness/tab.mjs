// One browser tab of a student: a socket of the official client, and the answers it gets.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import { Inbox } from "./inbox.mjs";

/** @typedef {"default" | "websocket" | "polling"} Mode "default" starts with polling and upgrades to WebSocket, as browsers do */
/** @type {Mode[]} */
export const kModes = ["default", "websocket", "polling"];

/** How long an acknowledgement may take, in milliseconds, until it is taken for lost. */
const kPatience = 45_000;

/**
 * @typedef {object} Collected an answer as a client puts it together
 * @property {string} text
 * @property {any[]} streams the payloads of its stream events
 * @property {"done" | "error"} event
 * @property {any} end the payload of the last event
 */

/** A connected tab; whoever opened it closes it. It does not reconnect by itself. */
export class Tab {
  /** @param {import("socket.io-client").Socket} socket */
  constructor(socket) {
    this.socket = socket;
    this.inbox = new Inbox(socket);
    this.disconnected = new Promise((resolve) => socket.once("disconnect", resolve));
  }

  /**
   * @param {string} url
   * @param {{cookie?: string, mode?: Mode, headers?: Record<string, string>}} [options]
   * @returns {Promise<Tab>} rejects if the server does not let it in
   */
  static open(url, { cookie, mode = "websocket", headers = {} } = {}) {
    const socket = io(url, {
      forceNew: true,
      reconnection: false,
      extraHeaders: { ...(cookie ? { cookie } : {}), ...headers },
      ...(mode === "default" ? {} : { transports: [mode] }),
    });
    const tab = new Tab(socket);
    return new Promise((resolve, reject) => {
      socket.once("connect", () => resolve(tab));
      socket.once("connect_error", (error) => {
        socket.close();
        reject(error);
      });
    });
  }

  /** Name of the transport in use. */
  get transport() {
    return this.socket.io.engine.transport.name;
  }

  /** Resolves once the connection runs over WebSocket. */
  async upgraded() {
    if (this.transport === "websocket") return;
    await new Promise((resolve) => this.socket.io.engine.once("upgrade", resolve));
  }

  /** Sends a message as it is, and waits for the acknowledgement. @param {unknown} payload @returns {Promise<any>} */
  send(payload) {
    return this.socket.timeout(kPatience).emitWithAck("message", payload);
  }

  /**
   * Asks and expects to be accepted.
   * @param {string} content
   * @param {{coin?: string, id?: string, conversation?: string}} [options]
   */
  async begin(content, { coin = "gold", id = randomUUID(), conversation } = {}) {
    const message = { type: "message", content, selected_coin: coin, id };
    const ack = await this.send(conversation === undefined ? message : { ...message, conversation_id: conversation });
    assert.equal(ack.ok, true, `the question was refused: ${JSON.stringify(ack)}`);
    return ack;
  }

  /**
   * Asks and waits for the whole answer.
   * @param {string} content
   * @param {Parameters<Tab["begin"]>[1]} [options]
   * @returns {Promise<Collected & {ack: any}>}
   */
  async ask(content, options) {
    const ack = await this.begin(content, options);
    return { ack, ...(await this.answer(ack.answer_id)) };
  }

  /** Sends something that has to be refused, with an acknowledgement. @param {unknown} payload @returns {Promise<{code: string, message: string}>} */
  async refusal(payload) {
    const ack = await this.send(payload);
    assert.equal(ack.ok, false, `accepted: ${JSON.stringify(payload)?.slice(0, 200)}`);
    return ack;
  }

  /**
   * Waits for the end of an answer and puts its text together.
   * @param {string} answerId
   * @param {number} [from] offset that its first event has
   * @returns {Promise<Collected>}
   */
  async answer(answerId, from = 0) {
    const { name, payload } = await this.inbox.first(
      (event) => (event.name === "done" || event.name === "error") && event.payload.answer_id === answerId,
      `the end of answer ${answerId}`,
    );
    return {
      text: this.textOf(answerId, from),
      streams: this.#streamsOf(answerId),
      event: /** @type {"done" | "error"} */ (name),
      end: payload,
    };
  }

  /** The text that has come so far, which has no gap, no repetition and no broken character. @param {string} answerId @param {number} [from] */
  textOf(answerId, from = 0) {
    let text = "";
    for (const stream of this.#streamsOf(answerId)) {
      assert.equal(stream.type, "stream");
      assert.equal(stream.offset, from + text.length, "the text goes on where it stopped");
      assert.ok(stream.content.isWellFormed(), "no character is cut in two");
      text += stream.content;
    }
    return text;
  }

  /** Waits until the answer has come up to a text. @param {string} answerId @param {string} text */
  async textReaches(answerId, text) {
    await this.inbox.until(() => this.textOf(answerId).startsWith(text), `the text ${JSON.stringify(text)}`);
  }

  /** @param {string} answerId */
  stop(answerId) {
    this.socket.emit("stop", { answer_id: answerId });
  }

  /** @param {string} answerId @param {number} offset */
  resume(answerId, offset) {
    this.socket.emit("resume", { answer_id: answerId, offset });
  }

  close() {
    this.socket.close();
  }

  /** Reads nothing more from the network, so that all buffers on the way fill up. Only for a tab that is on WebSocket. */
  stopReading() {
    this.#websocket.pause();
  }

  readOn() {
    this.#websocket.resume();
  }

  /** Breaks its connection off without a word, as a lost line does. Only for a tab that is on WebSocket. */
  cut() {
    this.#websocket.terminate();
  }

  /** @returns {import("ws").WebSocket} */
  get #websocket() {
    assert.equal(this.transport, "websocket");
    return /** @type {any} */ (this.socket.io.engine.transport).ws;
  }

  /** @param {string} answerId */
  #streamsOf(answerId) {
    return this.inbox.events
      .filter(({ name, payload }) => name === "stream" && payload.answer_id === answerId)
      .map(({ payload }) => payload);
  }
}
