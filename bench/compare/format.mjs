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

/** A median with the least and the most of the rounds. @param {import("./statistics.mjs").Spread} spread @param {Unit} unit */
export function spreadText({ median, least, most, rounds }, unit) {
  if (rounds === 1) return unit(median);
  const bare = (/** @type {number} */ value) => unit(value).replace(/ ×$/, "");
  return `${unit(median)} (${bare(least)} – ${bare(most)})`;
}
