// Chance that can be had again: the same seed gives the same numbers.
import { createHash } from "node:crypto";

/** One stream of numbers: the hashes of the seed and a count. */
export class Random {
  #drawn = 0;

  /** @param {number} seed */
  constructor(seed) {
    this.seed = seed;
  }

  /** From 0 up to, but not, 1. */
  next() {
    this.#drawn += 1;
    return createHash("sha256").update(`${this.seed} ${this.#drawn}`).digest().readUInt32BE(0) / 2 ** 32;
  }

  /** A whole number from 0 up to, but not, `limit`. @param {number} limit */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** A whole number from `least` to `most`. @param {number} least @param {number} most */
  between(least, most) {
    return least + this.below(most - least + 1);
  }

  /** @param {number} probability */
  chance(probability) {
    return this.next() < probability;
  }

  /** @template T @param {T[]} list which is not empty @returns {T} */
  pick(list) {
    return list[this.below(list.length)];
  }

  /** @template T @param {T[]} list @returns {T[]} */
  shuffled(list) {
    const result = [...list];
    for (let end = result.length - 1; end > 0; end -= 1) {
      const other = this.below(end + 1);
      [result[end], result[other]] = [result[other], result[end]];
    }
    return result;
  }

  /** A version 4 UUID. */
  uuid() {
    const digits = Array.from({ length: 32 }, () => this.below(16).toString(16)).join("");
    const variant = "89ab"[this.below(4)];
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
  }

  /** A stream of its own, so that those who draw at the same time do not change each other's numbers. */
  fork() {
    return new Random(this.below(2 ** 32));
  }
}
