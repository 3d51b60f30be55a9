// How many accounts a run needs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accountsNeeded } from "./accounts.mjs";
import { kAccounts, kScenarios } from "./plan.mjs";

/** @param {...string} names */
const needed = (...names) => Object.fromEntries(accountsNeeded(kScenarios.filter(({ name }) => names.includes(name))));

test("one for each stream, as far as they go", () => {
  assert.deepEqual(needed("paced-100"), { ailab: 100, flask: 100 });
  assert.deepEqual(needed("paced-1000", "paced-100"), { ailab: 1000, nginx: 0, flask: 100 });
  assert.equal(needed("growth").ailab, kAccounts.ailab);
  assert.equal(needed("most").ailab, kAccounts.ailab);
});

test("none where nobody asks", () => {
  assert.deepEqual(needed("start"), { ailab: 0, node: 0, flask: 0 });
  assert.deepEqual(needed("ledger"), { ailab: 0 });
});

test("Node and Flask have one for each stream of every scenario", () => {
  const most = Object.fromEntries(accountsNeeded(kScenarios.filter(({ kind }) => kind === "streams")));
  for (const scenario of kScenarios.filter(({ kind }) => kind === "streams")) {
    for (const name of ["node", "flask"]) {
      if (scenario.contestants.includes(name)) assert.ok(most[name] >= Number(scenario.load?.streams), scenario.name);
    }
  }
});
