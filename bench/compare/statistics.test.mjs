// Medians, spreads and ratios within rounds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaint, figureOf, median, ratioOf, spread } from "./statistics.mjs";

/** @param {...number} costs */
const rounds = (...costs) => costs.map((cost) => ({ figures: { cost } }));
const failed = { error: "it ended with 1" };

test("the median is the middle one, whatever the order", () => {
  assert.equal(median([9, 1, 100]), 9);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([7]), 7);
  assert.throws(() => median([]), RangeError);
});

test("numbers are compared as numbers", () => {
  assert.equal(median([10, 9, 100]), 10);
});

test("a spread has the least and the most", () => {
  assert.deepEqual(spread([3, 1, 2]), { median: 2, least: 1, most: 3, rounds: 3 });
});

test("a ratio is taken within each round", () => {
  // Noise that doubles both leaves the ratio as it is; the ratio of the medians would be 2.
  const ratio = ratioOf(rounds(10, 20, 40), rounds(5, 20, 10), "cost");
  assert.deepEqual(ratio, { median: 2, least: 1, most: 4, rounds: 3 });
});

test("a round that failed on one side has no ratio", () => {
  const ratio = ratioOf([...rounds(10), failed, ...rounds(30)], rounds(10, 10, 10), "cost");
  assert.deepEqual(ratio, { median: 2, least: 1, most: 3, rounds: 2 });
});

test("most rounds have to be there for a figure", () => {
  assert.equal(figureOf([...rounds(10), failed, failed], "cost"), undefined);
  assert.equal(figureOf([...rounds(10), failed], "cost"), undefined);
  assert.equal(figureOf([...rounds(10, 12), failed], "cost")?.median, 11);
  assert.equal(figureOf([], "cost"), undefined);
  assert.equal(ratioOf([...rounds(1, 1), failed], [failed, ...rounds(1, 1)], "cost"), undefined);
  assert.equal(ratioOf(rounds(1), [], "cost"), undefined);
});

test("a figure that was not measured is none", () => {
  assert.equal(figureOf(rounds(1, 2), "latency"), undefined);
  assert.equal(ratioOf(rounds(1, 2), rounds(1, 2), "latency"), undefined);
});

test("what went wrong is told with the first reason", () => {
  assert.equal(complaint(rounds(1)), "");
  assert.equal(complaint([]), "not measured");
  assert.equal(complaint([...rounds(1), failed, { error: "other" }]), "failed in 2 of 3 rounds: it ended with 1");
});
