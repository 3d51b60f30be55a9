// Verdicts, and by how much a figure falls short.
import assert from "node:assert/strict";
import { test } from "node:test";
import { meets, verdictOf } from "./verdict.mjs";

test("a limit is met by reaching it", () => {
  assert.equal(meets(1.2, { most: 1.2 }), true);
  assert.equal(meets(1.21, { most: 1.2 }), false);
  assert.equal(meets(6, { least: 6 }), true);
  assert.equal(meets(5.9, { least: 6 }), false);
  assert.equal(meets(1, {}), undefined);
});

test("what is too much is told in parts of the limit", () => {
  assert.equal(verdictOf(1.5, { most: 1.2 }), "short by 25 %");
  assert.equal(verdictOf(8192, { most: 4096 }), "short by a factor of 2.0");
});

test("what is missing is told in parts of the limit", () => {
  assert.equal(verdictOf(4.5, { least: 6 }), "short by 25 %");
  assert.equal(verdictOf(3, { least: 30 }), "short by a factor of 10.0");
});

test("a little short is short", () => {
  assert.equal(verdictOf(1.0001, { most: 1 }), "short by less than 1 %");
  assert.equal(verdictOf(0.9999, { least: 1 }), "short by less than 1 %");
});

test("met, or without a target", () => {
  assert.equal(verdictOf(0.4, { most: 1 }), "met");
  assert.equal(verdictOf(40, { least: 30 }), "met");
  assert.equal(verdictOf(40, {}), "no target");
});
