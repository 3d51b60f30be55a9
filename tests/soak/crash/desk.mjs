// One tab of a student, which watches that every text goes on where it stopped.
import { Tab } from "../../harness/tab.mjs";

/** Lives until its server is gone, or it is closed. */
export class Desk {
  /** @type {Map<string, number>} how far this tab has read, by answer */
  #cursors = new Map();
  /** @type {Map<string, number[]>} offsets at which the server was asked to begin */
  #starts = new Map();

  /**
   * @param {Tab} tab
   * @param {Map<string, import("./question.mjs").Question>} questions of the student
   * @param {import("node:events").EventEmitter} news "ack", "text", "end": what happens, as it happens
   * @param {(complaint: string) => void} complain
   */
  constructor(tab, questions, news, complain) {
    this.tab = tab;
    this.news = news;
    tab.socket.onAny((name, payload) => {
      const question = questions.get(payload?.answer_id);
      if (question) this.#take(name, payload, question);
      else if (payload?.answer_id !== undefined) complain(`${name} of an answer that nobody asked for: ${JSON.stringify(payload)}`);
    });
  }

  get connected() {
    return this.tab.socket.connected;
  }

  /** Asks, or asks again. @param {import("./question.mjs").Question} question */
  ask(question) {
    question.asked += 1;
    this.#begin(question.id, 0);
    const message = { type: "message", content: question.content, selected_coin: question.coin, id: question.id };
    const place = question.conversation === undefined ? {} : { conversation_id: question.conversation };
    return new Promise((resolve) => {
      this.tab.socket.emit("message", { ...message, ...place }, (/** @type {any} */ ack) => {
        question.acknowledged(ack);
        this.news.emit("ack", question);
        resolve(ack);
      });
    });
  }

  /** @param {import("./question.mjs").Question} question @param {number} offset of what this tab has */
  resume(question, offset) {
    this.#begin(question.id, offset);
    return new Promise((resolve) => {
      this.tab.socket.emit("resume", { answer_id: question.id, offset }, resolve);
    });
  }

  /** Resolves when this tab is told the end of an answer. @param {import("./question.mjs").Question} question @returns {Promise<void>} */
  untilEnd(question) {
    return new Promise((resolve) => {
      const { socket } = this.tab;
      socket.onAny(function look(name, payload) {
        if (payload?.answer_id !== question.id || (name !== "done" && name !== "error")) return;
        socket.offAny(look);
        resolve();
      });
    });
  }

  /** @param {import("./question.mjs").Question} question */
  stop(question) {
    this.tab.stop(question.id);
  }

  close() {
    this.tab.close();
  }

  /** @param {string} id @param {number} offset */
  #begin(id, offset) {
    this.#starts.set(id, [...(this.#starts.get(id) ?? []), offset]);
  }

  /** Whether the server was asked to begin there; each time counts once. @param {string} id @param {number} offset */
  #began(id, offset) {
    const starts = this.#starts.get(id) ?? [];
    const index = starts.indexOf(offset);
    if (index >= 0) starts.splice(index, 1);
    return index >= 0;
  }

  /** @param {string} name @param {any} payload @param {import("./question.mjs").Question} question */
  #take(name, payload, question) {
    const cursor = this.#cursors.get(question.id);
    if (name === "stream") {
      if (payload.offset !== cursor && !this.#began(question.id, payload.offset)) {
        question.complain(`a tab that has read up to ${cursor} got the text from ${payload.offset} on`);
      }
      question.streamed(payload.offset, payload.content);
      this.#cursors.set(question.id, payload.offset + payload.content.length);
      if (payload.offset === 0) this.news.emit("text", question);
    } else if (name === "done" || name === "error") {
      if (payload.length !== cursor && !this.#began(question.id, payload.length)) {
        question.complain(`a tab that has read up to ${cursor} was told the end of ${payload.length} units`);
      }
      question.ended(name, payload);
      this.news.emit("end", question);
    }
  }
}
