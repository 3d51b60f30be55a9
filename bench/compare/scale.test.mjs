// The chart's axes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axis, linear } from "./scale.mjs";

test("an axis begins at 0, has round marks and reaches over the largest number", () => {
  assert.deepEqual(axis(356), { end: 400, ticks: [0, 100, 200, 300, 400] });
  assert.deepEqual(axis(8.3), { end: 10, ticks: [0, 2.5, 5, 7.5, 10] });
  for (const most of [0.07, 1, 9.99, 10, 11, 69, 356, 4321, 99_999]) {
    const { end, ticks } = axis(most);
    assert.ok(end >= most, `${most}`);
    assert.ok(end < most * 2, `${most} uses half of it at least`);
    assert.equal(ticks[0], 0);
    assert.equal(ticks.at(-1), end);
    assert.ok(ticks.length >= 3 && ticks.length <= 6, `${most}: ${ticks}`);
  }
});

test("an axis of nothing is still one", () => {
  assert.deepEqual(axis(0), { end: 1, ticks: [0, 1] });
  assert.deepEqual(axis(NaN), { end: 1, ticks: [0, 1] });
});

test("places are proportional", () => {
  const place = linear(400, 120, 520);
  assert.equal(place(0), 120);
  assert.equal(place(400), 520);
  assert.equal(place(100), 220);
});
