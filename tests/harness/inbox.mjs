// Keeps every event that a socket got, in order, and lets tests wait for one.

/** @typedef {{name: string, payload: any}} Received */

/** After this many milliseconds what is waited for will not come: the test fails and says what did come. */
const kPatience = 45_000;

/** The events of one socket; lives as long as its tab. */
export class Inbox {
  /** @type {Received[]} */
  events = [];
  /** @type {{until: () => any, resolve: (found: any) => void, reject: (reason: Error) => void}[]} */
  #waiting = [];
  /** @type {string | undefined} */
  #closed;

  /** @param {import("socket.io-client").Socket} socket */
  constructor(socket) {
    socket.onAny((name, payload) => {
      this.events.push({ name, payload });
      this.#look();
    });
    socket.on("connect", () => (this.#closed = undefined));
    socket.on("disconnect", (reason) => {
      this.#closed = reason;
      this.#look();
    });
  }

  /**
   * The first result of `look` that is neither undefined nor false; it is tried now and after each event. Rejects when the
   * connection ends first, since then nothing will come, and when it does not come for very long.
   * @template T
   * @param {() => T | undefined | false} look
   * @param {string} what is waited for, for the message
   * @returns {Promise<T>}
   */
  until(look, what) {
    return new Promise((resolve, reject) => {
      const fail = (/** @type {Error} */ error) => {
        clearTimeout(timer);
        error.message = `waiting for ${what}: ${error.message}; got ${JSON.stringify(this.events).slice(0, 2000)}`;
        reject(error);
      };
      const timer = setTimeout(() => fail(new Error("it did not come")), kPatience);
      const succeed = (/** @type {T} */ found) => {
        clearTimeout(timer);
        resolve(found);
      };
      this.#waiting.push({ until: look, resolve: succeed, reject: fail });
      this.#look();
    });
  }

  /** The first event that the predicate likes, come or to come. @param {(event: Received) => boolean} predicate @param {string} what */
  first(predicate, what) {
    return this.until(() => this.events.find(predicate), what);
  }

  /** The payload of the n-th event (from 0) of a name. @param {string} name @param {number} [index] @returns {Promise<any>} */
  async nth(name, index = 0) {
    const event = await this.until(() => this.events.filter((candidate) => candidate.name === name)[index], `${name} no. ${index}`);
    return event.payload;
  }

  /** How many events of that name have come. @param {string} name */
  count(name) {
    return this.events.filter((event) => event.name === name).length;
  }

  #look() {
    this.#waiting = this.#waiting.filter(({ until, resolve, reject }) => {
      try {
        const found = until();
        if (found !== undefined && found !== false) resolve(found);
        else if (this.#closed !== undefined) reject(new Error(`the connection ended (${this.#closed})`));
        else return true;
      } catch (error) {
        reject(/** @type {Error} */ (error));
      }
      return false;
    });
  }
}
