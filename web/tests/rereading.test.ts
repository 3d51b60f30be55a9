// Reading again what may have changed: one read at a time, and one that began after the last change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Rereading } from "../src/rereading.ts";

test("calls during a read become one more read", async () => {
  const ends: (() => void)[] = [];
  const rereading = new Rereading(() => new Promise((resolve) => ends.push(resolve)));
  const first = rereading.run();
  for (let call = 0; call < 5; call += 1) void rereading.run();
  assert.equal(ends.length, 1);
  ends[0]?.();
  await new Promise(setImmediate);
  assert.equal(ends.length, 2);
  ends[1]?.();
  await first;
  assert.equal(ends.length, 2);
  void rereading.run();
  assert.equal(ends.length, 3);
});
