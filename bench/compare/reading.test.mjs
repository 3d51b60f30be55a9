// What is read from other programs and from the kernel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { growthObservations, questionFigures } from "./kind_program.mjs";
import { judge } from "./kind_most.mjs";
import { figuresOf } from "./kind_streams.mjs";
import { asArguments } from "./load.mjs";
import { kibibytes, memoryOf, ticks, ticksOf } from "./proc.mjs";
import { between } from "./publish.mjs";
import { inTurn } from "./rounds.mjs";

test("flags become arguments", () => {
  assert.deepEqual(asArguments({ window: 2, churn: true, transport: "sse" }), ["--window", "2", "--churn", "--transport", "sse"]);
});

test("a run of streams becomes figures of each token", () => {
  const figures = figuresOf({
    seconds: 2,
    tokens: 100_000,
    answers: 1000,
    events: 50_000,
    errors: {},
    latency_us: { p50: 90, p90: 200, p99: 700, max: 3000 },
    cpu_ns: { server: 800e6, load: 300e6, upstream: 100e6 },
  });
  assert.deepEqual(figures, {
    cpu_us_per_token: 8,
    load_us_per_token: 3,
    upstream_us_per_token: 1,
    p50_us: 90,
    p90_us: 200,
    p99_us: 700,
    max_us: 3000,
    tokens_per_second: 50_000,
    answers_per_second: 500,
    tokens_per_event: 2,
    server_core: 0.4,
    load_core: 0.2,
  });
});

test("streams are borne when their tokens come, and in time", () => {
  const good = { p99_us: 20_000, tokens_per_second: 99_500, load_core: 0.5 };
  assert.equal(judge(good, 100_000).bears, true);
  assert.deepEqual(judge({ ...good, p99_us: 100_000 }, 100_000), { bears: false, loadCore: 0.5, why: "p99 100 ms" });
  assert.equal(judge({ ...good, tokens_per_second: 80_000 }, 100_000).why, "80 % of the tokens");
  assert.match(judge({ ...good, p99_us: 300_000, load_core: 0.99 }, 100_000).why, /the load's core is full/);
});

test("the kernel's pages are read", async () => {
  assert.equal(kibibytes("Rss:               7416 kB\nPss:  12 kB\n", "Pss"), 12);
  assert.throws(() => kibibytes("", "Rss"));
  assert.deepEqual(ticks("12 (a) name (x)) S 1 12 12 0 -1 4194304 100 0 0 0 31 17 0 0 20"), { user: 31, system: 17 });
  const { rss, pss } = await memoryOf([process.pid]);
  assert.ok(rss > 2 ** 20 && pss <= rss);
  assert.ok((await ticksOf([process.pid])).user >= 0);
});

test("the best rate of questions on SQLite counts", () => {
  const rate = (/** @type {string} */ database, /** @type {string} */ what, /** @type {number} */ askers, /** @type {number} */ per_second) => ({
    ...{ database, what, askers, per_second, cpu_microseconds: 20 },
  });
  const rates = [
    rate("sqlite", "reservation", 64, 30_000),
    rate("sqlite", "question", 64, 9000),
    rate("sqlite", "question", 256, 12_000),
    rate("postgresql", "question", 256, 50_000),
  ];
  const figures = questionFigures({ rates });
  assert.equal(figures.questions_per_second, 12_000);
  assert.equal(figures.question_askers, 256);
  assert.equal(figures.reservations_per_second, 30_000);
});

test("the growth of a reservation's cost is taken within rounds", () => {
  const round = { small_per_second: 12_000, large_per_second: 10_000, small_cpu_us: 20, large_cpu_us: 22 };
  const [observation] = growthObservations({ entries: 5_000_000, rounds: [round] });
  assert.ok("figures" in observation);
  assert.equal(observation.figures.growth, 1.2);
  assert.ok(Math.abs(observation.figures.cpu_growth - 1.1) < 1e-9);
});

test("each round begins with another contestant, and none is left out", () => {
  assert.deepEqual(inTurn(["a", "b", "c"], 0), ["a", "b", "c"]);
  assert.deepEqual(inTurn(["a", "b", "c"], 1), ["b", "c", "a"]);
  assert.deepEqual(inTurn(["a", "b", "c"], 5), ["c", "a", "b"]);
});

test("what is published replaces what was published", () => {
  const document = "before\n<!-- bench: table -->\nold\n<!-- end of bench: table -->\nafter\n";
  const once = between(document, "table", "new\n");
  assert.equal(once, "before\n<!-- bench: table -->\nnew\n<!-- end of bench: table -->\nafter\n");
  assert.equal(between(once, "table", "new"), once);
  assert.throws(() => between("nothing", "table", "new"), /has no <!-- bench: table -->/);
});
