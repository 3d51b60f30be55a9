// Named gates at which scenarios wait until a test lets them pass: what makes timing tests exact without any sleeping.

/** All gates of one server; an entry lives as long as the server. A gate may be opened before anybody has come to it. */
export class Gates {
  /** @type {Map<string, {permits: number, waiting: (() => void)[]}>} */
  #gates = new Map();

  /**
   * Lets `count` waiters pass, now or when they come.
   * @param {string} name
   * @param {number} [count] all of them unless told
   */
  release(name, count = Infinity) {
    const gate = this.#gate(name);
    gate.permits += count;
    while (gate.permits > 0 && gate.waiting.length > 0) {
      gate.permits -= 1;
      gate.waiting.shift()?.();
    }
  }

  /** Resolves once the gate lets this caller pass; without a name never. @param {string | undefined} name @returns {Promise<void>} */
  pass(name) {
    return new Promise((resolve) => {
      if (name === undefined) return;
      const gate = this.#gate(name);
      if (gate.permits > 0) {
        gate.permits -= 1;
        resolve();
      } else {
        gate.waiting.push(resolve);
      }
    });
  }

  /** @param {string} name */
  #gate(name) {
    let gate = this.#gates.get(name);
    if (!gate) this.#gates.set(name, (gate = { permits: 0, waiting: [] }));
    return gate;
  }
}
