// Numbers as people read them.

/** Three digits that count, or all digits of a whole number. @param {number} value */
export function number(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** @typedef {(value: number) => string} Unit */
/** @type {Record<string, Unit>} */
export const kUnits = {
  microseconds: (value) => `${number(value)} µs`,
  /** Of microseconds. */
  time: (value) => (value < 1000 ? `${number(value)} µs` : `${number(value / 1000)} ms`),
  milliseconds: (value) => `${number(value)} ms`,
  kibibytes: (value) => `${number(value / 1024)} KiB`,
  mebibytes: (value) => `${number(value / 2 ** 20)} MiB`,
  perSecond: (value) => `${number(value)}/s`,
  times: (value) => `${number(value)} ×`,
  count: (value) => number(value),
  percent: (value) => `${number(value * 100)} %`,
};

/** A median with the least and the most of the rounds, which have no unit where it is the same. @param {import("./statistics.mjs").Spread} spread @param {Unit} unit */
export function spreadText({ median, least, most, rounds }, unit) {
  const [middle, low, high] = [median, least, most].map(unit);
  if (rounds === 1 || (low === middle && high === middle)) return middle;
  const suffix = suffixOf(middle);
  const bare = [low, high].every((text) => suffixOf(text) === suffix) ? (/** @type {string} */ text) => text.slice(0, text.length - suffix.length) : String;
  return `${middle} (${bare(low)} – ${bare(high)})`;
}

/** @param {string} text */
const suffixOf = (text) => /[^\d.,]*$/.exec(text)?.[0] ?? "";
