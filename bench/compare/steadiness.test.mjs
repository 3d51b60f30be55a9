// The verdict of the soak.
import assert from "node:assert/strict";
import { test } from "node:test";
import { courses } from "./steadiness.mjs";

const second = { tokens: 20_000, p50_us: 300, p99_us: 9000, rss_bytes: 100e6 };
/** @param {(index: number) => Partial<import("./steadiness.mjs").Second>} change */
const run = (change) => courses(Array.from({ length: 90 }, (_, index) => ({ ...second, ...change(index) })));
const unsteady = (/** @type {import("./steadiness.mjs").Course[]} */ found) => found.filter(({ steady }) => !steady).map(({ what }) => what);

test("what stays is steady, single seconds notwithstanding", () => {
  assert.deepEqual(unsteady(run(() => ({}))), []);
  assert.deepEqual(unsteady(run((index) => (index % 9 === 8 ? { p99_us: 400_000, tokens: 100 } : {}))), []);
});

test("memory that grows with every second is not", () => {
  assert.deepEqual(unsteady(run((index) => ({ rss_bytes: 100e6 + index * 100e3 }))), ["memory"]);
});

test("latencies that climb are not", () => {
  assert.deepEqual(unsteady(run((index) => ({ p99_us: 9000 + index * 200 }))), ["p99"]);
  // Too short to be felt.
  assert.deepEqual(unsteady(run((index) => ({ p50_us: 300 + index * 20 }))), []);
});

test("tokens that stay away are not", () => {
  assert.deepEqual(unsteady(run((index) => ({ tokens: 20_000 - index * 50 }))), ["tokens a second"]);
});

test("thirds are compared, so that three seconds are needed", () => {
  assert.throws(() => courses([second, second]), RangeError);
});
