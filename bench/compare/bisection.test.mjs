// The search for the most streams.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bisection } from "./bisection.mjs";

/** @param {number} limit @param {number} [first] */
function search(limit, first = 2000) {
  const bisection = new Bisection(first, 1.05);
  let tries = 0;
  for (let number = bisection.next(); number !== undefined; number = bisection.next()) {
    tries += 1;
    assert.ok(tries < 40, "it ends");
    bisection.tell(number, number <= limit);
  }
  return { bore: bisection.bore, broke: bisection.broke, tries };
}

test("the limit lies between what bore and what did not, close together", () => {
  for (const limit of [57, 1999, 2000, 2001, 2800, 5000, 20_000]) {
    const { bore, broke } = search(limit);
    assert.ok(bore <= limit && limit < broke, `${bore} <= ${limit} < ${broke}`);
    assert.ok(broke / bore <= 1.05 || broke - bore === 1);
  }
});

test("a limit near the beginning takes few tries", () => {
  assert.ok(search(2600).tries <= 6);
  assert.ok(search(1700).tries <= 6);
});

test("one that bears nothing has no limit", () => {
  assert.deepEqual(search(0, 10).bore, 0);
  assert.equal(search(0, 10).broke, 1);
});
