// What the model does with the questions of a crash run, and the text that a complete answer then has.
import { defaultAnswer, defaultDeltas } from "../../upstream/default_answer.mjs";

/**
 * @typedef {object} Wish what a question wants of the model
 * @property {string} directive
 * @property {(question: string) => string} text of the complete answer; a shorter one begins in the same way
 * @property {number} requests at most, that the model may get for it
 */

/** What the server may ask again while no text has been shown. */
const kTries = 10;

/** @param {import("./random.mjs").Random} random @returns {Wish} */
function paced(random) {
  const interval = random.between(2, 25);
  if (random.chance(0.5)) return { directive: `paced text=default interval_ms=${interval}`, text: defaultAnswer, requests: 1 };
  const count = random.between(1, 60);
  const text = () => Array.from({ length: count }, (_, index) => `word${index} `).join("");
  return { directive: `paced count=${count} interval_ms=${interval}`, text, requests: 1 };
}

/** @param {string} directive @param {number} [requests] @returns {(random: import("./random.mjs").Random) => Wish} */
const usual = (directive, requests = 1) => () => ({ directive, text: defaultAnswer, requests });

/** @type {[share: number, wish: (random: import("./random.mjs").Random) => Wish][]} */
const kShares = [
  [60, paced],
  [12, usual("default")],
  [4, (random) => cutShort(random.between(1, 9))],
  [4, (random) => usual(`cut-mid-stream after=${random.between(1, 9)}`)(random)],
  [3, usual("cut-before-headers", kTries)],
  [3, usual("silence after=3")],
  [3, usual("content-filter after=4")],
  [2, usual("empty")],
  [2, usual("slow-headers", kTries)],
  [2, usual("status-500", kTries)],
  [3, (random) => usual(`status-429-then-ok key=${random.uuid()} retry_after=0`, kTries)(random)],
  [2, usual("status-503", kTries)],
];

/** @param {number} after @returns {Wish} */
function cutShort(after) {
  return { directive: `length after=${after}`, text: (question) => defaultDeltas(question).slice(0, after).join(""), requests: 1 };
}

/** @param {import("./random.mjs").Random} random @returns {Wish} */
export function someWish(random) {
  let place = random.below(kShares.reduce((sum, [share]) => sum + share, 0));
  const [, wish] = /** @type {typeof kShares[0]} */ (kShares.find(([share]) => (place -= share) < 0));
  return wish(random);
}
