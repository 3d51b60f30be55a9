// Whether a long run stays as it begins: what the last third of its seconds shows beside the first.
import { median } from "./statistics.mjs";

/** @typedef {{tokens: number, p50_us: number, p99_us: number, rss_bytes: number}} Second */
/** @typedef {{what: string, first: number, last: number, steady: boolean}} Course */

/** Memory of a server whose tables, caches and heap have their size by then. */
const kMemoryGrowth = 1.05;
/** Of a small one that would be less than an allocator's own blocks. Bytes. */
const kBlocks = 4 * 2 ** 20;
/** Latencies follow what else the machine does; one that climbs with what the server has done before doubles in no time. */
const kLatencyGrowth = 1.5;
/** All streams go on asking. */
const kWholeRate = 0.95;
/** A p99 of less than this is as good as any: it is the machine's own. Microseconds. */
const kUnfelt = 5000;

/** @param {Second[]} seconds at least three @returns {Course[]} */
export function courses(seconds) {
  const third = Math.floor(seconds.length / 3);
  if (third === 0) throw new RangeError("three seconds are needed to compare thirds");
  const course = (/** @type {string} */ what, /** @type {(second: Second) => number} */ of, /** @type {(first: number, last: number) => boolean} */ holds) => {
    const [first, last] = [seconds.slice(0, third), seconds.slice(-third)].map((part) => median(part.map(of)));
    return { what, first, last, steady: holds(first, last) };
  };
  const flat = (/** @type {number} */ first, /** @type {number} */ last) => last <= Math.max(first * kLatencyGrowth, kUnfelt);
  return [
    course("memory", ({ rss_bytes: rss }) => rss, (first, last) => last <= Math.max(first * kMemoryGrowth, first + kBlocks)),
    course("p50", ({ p50_us: p50 }) => p50, flat),
    course("p99", ({ p99_us: p99 }) => p99, flat),
    course("tokens a second", ({ tokens }) => tokens, (first, last) => last >= first * kWholeRate),
  ];
}
