// The lines of the table: figures, targets, verdicts, and failures that are shown as such.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asContestant, kScenarios } from "./plan.mjs";
import { Results } from "./results.mjs";
import { targetsAsMarkdown, targetsAsText } from "./table.mjs";
import { kTargets, rowsOf } from "./targets.mjs";

const scenario = (/** @type {string} */ name) => /** @type {import("./plan.mjs").Scenario} */ (kScenarios.find((one) => one.name === name));
/** @param {number[]} costs */
const costs = (costs) => costs.map((cost) => ({ figures: { cpu_us_per_token: cost, p50_us: 100, p99_us: 1000, bytes_per_stream: 8192 } }));
const failed = { error: "the load counted 3 × sequence" };

/** @param {import("./statistics.mjs").Observation[]} ailab @param {import("./statistics.mjs").Observation[]} nginx */
function pacedRow(ailab, nginx) {
  const results = new Results();
  results.add(scenario("paced-1000"), new Map([["ailab", ailab], ["nginx", nginx]]));
  return rowsOf(results)[0];
}

test("every line is about a scenario of the plan and contestants that it has", () => {
  const asked = new Set();
  for (const { scenario: name, of, beside } of kTargets) {
    const { contestants } = scenario(name);
    const known = contestants.map((contestant) => asContestant(contestant).name);
    /** Says what it was asked for. @type {any} */
    const results = {
      figure: (/** @type {string} */ at, /** @type {string} */ who) => asked.add([at, who]) && { why: "" },
      ratio: (/** @type {string} */ at, /** @type {string} */ above, /** @type {string} */ below) => asked.add([at, above]).add([at, below]) && { why: "" },
      rounds: () => [],
    };
    of(results);
    beside?.(results);
    for (const [at, who] of asked) {
      assert.equal(at, name);
      assert.ok(known.includes(who), `${name} has no ${who}`);
    }
    assert.ok(asked.size > 0);
    asked.clear();
  }
});

test("a ratio has its spread, both medians, and a verdict", () => {
  const row = pacedRow(costs([9, 12, 10]), costs([9, 10, 8]));
  assert.equal(row.measured, "1.20 × (1 – 1.25); ailab 10 µs, nginx 9 µs");
  assert.equal(row.target, "at most 1 ×");
  assert.equal(row.verdict, "short by 20 %");
  assert.equal(row.met, false);
});

test("a contestant that fails is shown as failed, not as a number", () => {
  const row = pacedRow(costs([9, 12, 10]), [failed, failed, failed]);
  assert.match(row.measured, /^nginx: failed in 3 of 3 rounds: the load counted 3 × sequence$/);
  assert.equal(row.verdict, "failed");
  assert.equal(row.median, null);
});

test("one round of AI Lab that failed is enough for no target to be met", () => {
  const row = pacedRow([...costs([1, 1]), failed], costs([9, 9, 9]));
  assert.equal(row.verdict, "failed");
  assert.equal(row.met, false);
  assert.match(row.measured, /ailab: failed in 1 of 3 rounds/);
});

test("only what was measured is in the table", () => {
  assert.deepEqual(rowsOf(new Results()), []);
});

test("tables have a line for each target, in text and in Markdown", () => {
  const results = new Results();
  results.add(scenario("paced-1000"), new Map([["ailab", costs([9])], ["nginx", costs([9])]]));
  const rows = rowsOf(results);
  assert.equal(rows.length, kTargets.filter((target) => target.scenario === "paced-1000").length);
  assert.equal(targetsAsText(rows).split("\n").length, rows.length + 2);
  const lines = targetsAsMarkdown(rows).split("\n");
  assert.equal(lines.length, rows.length + 2);
  for (const line of lines) assert.equal(line.split("|").length, 6, line);
});
