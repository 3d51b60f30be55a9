// One question, and all that its student has been told of it: what was told once must stay true.

/**
 * @typedef {object} Ending
 * @property {"done" | "error"} event
 * @property {string} reason of `done`, or the code of `error`
 * @property {number} length
 * @property {boolean} charged
 */

/** Lives as long as its run. Whatever contradicts what was told before goes to `complain`. */
export class Question {
  /** How often it was asked, and how often that was refused. */
  asked = 0;
  refused = 0;
  /** Whether the server has acknowledged it: from then on it must know it. */
  accepted = false;
  /** Whether the server, asked after a crash, did not know it, and the student let it be. */
  lost = false;
  /** @type {string | undefined} */
  conversation;
  /** The longest text that a tab has got. */
  seen = "";
  /** @type {Ending | undefined} the first that was told, if it says where the coin is */
  ending;
  /** @type {(() => void)[]} */
  #waiting = [];

  /**
   * @param {string} id
   * @param {string} coin
   * @param {import("./scenarios.mjs").Wish} wish
   * @param {(complaint: string) => void} complain
   */
  constructor(id, coin, wish, complain) {
    this.id = id;
    this.coin = coin;
    this.wish = wish;
    this.words = `${id} 🪙 é?`;
    this.content = `[[upstream: ${wish.directive}]] ${this.words}`;
    this.whole = wish.text(this.words);
    this.complain = (/** @type {string} */ complaint) => complain(`question ${id} (${wish.directive}): ${complaint}`);
  }

  /** Whether nothing new can be told of it. */
  get settled() {
    return this.ending !== undefined || this.lost;
  }

  get charged() {
    return this.ending?.charged === true;
  }

  /** @param {any} ack */
  acknowledged(ack) {
    if (!ack.ok) {
      this.refused += 1;
      return;
    }
    if (ack.answer_id !== this.id) this.complain(`acknowledged as ${ack.answer_id}`);
    if (this.conversation !== undefined && ack.conversation_id !== this.conversation) {
      this.complain(`belongs to conversation ${this.conversation}, and is in ${ack.conversation_id}`);
    }
    this.accepted = true;
    this.conversation = ack.conversation_id;
  }

  /** @param {number} offset @param {string} content */
  streamed(offset, content) {
    const known = this.seen.slice(offset, offset + content.length);
    if (!content.startsWith(known)) this.complain(`at ${offset} stood ${JSON.stringify(known)}, and now ${JSON.stringify(content)}`);
    if (!content.isWellFormed()) this.complain(`at ${offset} a character is cut in two`);
    if (offset + content.length > this.seen.length) this.seen = this.seen.slice(0, offset) + content;
    if (!this.whole.startsWith(this.seen)) this.complain(`the model never said ${JSON.stringify(this.seen.slice(-100))}`);
  }

  /** @param {"done" | "error"} event @param {any} payload */
  ended(event, payload) {
    // The coin is neither spent nor back: the end could not be booked yet.
    if (event === "error" && payload.refunded !== true) {
      if (payload.code !== "interrupted") this.complain(`failed without a refund: ${JSON.stringify(payload)}`);
      return;
    }
    const ending = { event, reason: payload.reason ?? payload.code, length: payload.length, charged: payload.charged === true };
    if (this.ending) {
      const [before, now] = [this.ending, ending].map((told) => JSON.stringify(told));
      if (before !== now) this.complain(`ended as ${before}, and now as ${now}`);
      return;
    }
    if (this.seen.length > ending.length) {
      this.complain(`a reader has seen ${this.seen.length} units, and ${ending.length} are left: ${JSON.stringify(ending)}`);
    }
    if (ending.charged !== owes(ending)) this.complain(`ended as ${JSON.stringify(ending)}`);
    if ((ending.reason === "stop" || ending.reason === "length") && this.seen !== this.whole) {
      this.complain(`is complete with ${this.seen.length} of ${this.whole.length} units`);
    }
    this.ending = ending;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves when its ending has been told. @returns {Promise<void>} */
  untilEnded() {
    return new Promise((resolve) => {
      if (this.ending) resolve();
      else this.#waiting.push(resolve);
    });
  }
}

/** The rule of docs/coins.md. @param {Ending} ending */
function owes({ event, reason, length }) {
  return event === "done" && (reason !== "stopped" || length > 0);
}
