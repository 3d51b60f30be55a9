// Sessions that come and go at a steady rate, in all ways in turn.
import { kWays } from "./ways.mjs";

/** More than so many unfinished at a time, and the server is too slow for the rate: further ones wait. */
const kMostUnfinished = 4000;
const kTick = 10; // ms

/** What became of one way. */
class Tally {
  ended = 0;
  /** @type {string[]} */
  failures = [];
}

/** Begins when it is made; ends with stop(). */
export class Churn {
  started = 0;
  #unfinished = 0;
  #names;
  /** @type {Map<string, Tally>} */
  tallies;
  #due = 0;
  #last = performance.now();
  #timer;
  #idle = () => {};

  /** @param {import("./line.mjs").Target} target @param {number} rate sessions a second @param {string} only ways whose names have this */
  constructor(target, rate, only) {
    this.target = target;
    this.rate = rate;
    this.#names = Object.keys(kWays).filter((name) => name.includes(only));
    this.tallies = new Map(this.#names.map((name) => [name, new Tally()]));
    this.#timer = setInterval(() => this.#tick(), kTick);
  }

  /** Begins no more, and waits until those that have begun are through. */
  async stop() {
    clearInterval(this.#timer);
    if (this.#unfinished > 0) await new Promise((resolve) => (this.#idle = () => resolve(undefined)));
  }

  #tick() {
    const now = performance.now();
    this.#due = Math.min(this.#due + ((now - this.#last) * this.rate) / 1000, this.rate);
    this.#last = now;
    for (; this.#due >= 1 && this.#unfinished < kMostUnfinished; this.#due -= 1) this.#begin();
  }

  async #begin() {
    const name = this.#names[this.started % this.#names.length];
    this.started += 1;
    this.#unfinished += 1;
    const tally = /** @type {Tally} */ (this.tallies.get(name));
    try {
      await kWays[name](this.target);
      tally.ended += 1;
    } catch (error) {
      tally.failures.push(error.message);
    }
    this.#unfinished -= 1;
    if (this.#unfinished === 0) this.#idle();
  }
}
