// When the server is asked about an answer that it says nothing of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Silence } from "../src/chat/silence.ts";

test("silence is counted from when a question is first seen, and again from every sign of life", () => {
  const silence = new Silence(100);
  assert.deepEqual(silence.overdue(["a"], 1000), []);
  assert.deepEqual(silence.overdue(["a"], 1099), []);
  assert.deepEqual(silence.overdue(["a"], 1100), ["a"]);
  silence.broken("a", 1100);
  assert.deepEqual(silence.overdue(["a"], 1199), []);
  assert.deepEqual(silence.overdue(["a", "b"], 1250), ["a"]);
});

test("what is finished is forgotten", () => {
  const silence = new Silence(100);
  silence.broken("a", 0);
  assert.deepEqual(silence.overdue([], 50), []);
  assert.deepEqual(silence.overdue(["a"], 1000), []);
});

test("a clock that is set back does not make it wait for ever", () => {
  const silence = new Silence(100);
  silence.broken("a", 1_000_000);
  assert.deepEqual(silence.overdue(["a"], 500), ["a"]);
});
