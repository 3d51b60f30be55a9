// Numbers as people read them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { kUnits, number, spreadText } from "./format.mjs";

test("three digits count, whole numbers keep theirs", () => {
  assert.equal(number(8.163), "8.16");
  assert.equal(number(69.44), "69.4");
  assert.equal(number(355.6), "356");
  assert.equal(number(17_234.4), "17,234");
  assert.equal(number(6), "6");
  assert.equal(number(NaN), "–");
});

test("units", () => {
  assert.equal(kUnits.time(999), "999 µs");
  assert.equal(kUnits.time(61_400), "61.4 ms");
  assert.equal(kUnits.kibibytes(6348.8), "6.20 KiB");
  assert.equal(kUnits.percent(0.5), "50 %");
});

test("a spread says its unit once, unless it changes within", () => {
  const spread = (/** @type {number} */ median, /** @type {number} */ least, /** @type {number} */ most) => ({ median, least, most, rounds: 5 });
  assert.equal(spreadText(spread(1.2, 1.1, 1.31), kUnits.times), "1.20 × (1.10 – 1.31)");
  assert.equal(spreadText(spread(900, 850, 1100), kUnits.time), "900 µs (850 µs – 1.10 ms)");
  assert.equal(spreadText(spread(17_000, 16_500, 18_250), kUnits.perSecond), "17,000/s (16,500 – 18,250)");
  assert.equal(spreadText(spread(5, 5, 5), kUnits.count), "5");
  assert.equal(spreadText({ ...spread(5, 4, 6), rounds: 1 }, kUnits.count), "5");
});
