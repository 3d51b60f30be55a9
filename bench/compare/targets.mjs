// The targets, and how each is drawn from what was measured. One line of the printed table each, in this order.
import { kUnits, spreadText } from "./format.mjs";
import { meets, verdictOf } from "./verdict.mjs";

/** @typedef {import("./results.mjs").Results} Results */
/** @typedef {import("./results.mjs").Figure} Figure */
/**
 * @typedef {object} TargetLine
 * @property {string} figure what is measured
 * @property {string} scenario without which there is nothing to say
 * @property {(results: Results) => Figure} of
 * @property {(results: Results) => string} [beside] what stands beside it
 * @property {import("./format.mjs").Unit} unit
 * @property {import("./verdict.mjs").Target} target
 */
/** @typedef {{figure: string, measured: string, target: string, verdict: string, met: boolean | null, median: number | null}} Row */

const { microseconds, time, milliseconds, kibibytes, mebibytes, perSecond, times, count } = kUnits;

/** The medians of some contestants, as they stand beside a ratio. @param {string} scenario @param {string} figure @param {import("./format.mjs").Unit} unit @param {string[]} contestants */
const medians = (scenario, figure, unit, ...contestants) => (/** @type {Results} */ results) =>
  contestants
    .map((contestant) => {
      const found = results.figure(scenario, contestant, figure);
      return `${contestant} ${"spread" in found ? unit(found.spread.median) : "failed"}`;
    })
    .join(", ");

/** A target of one contestant's figure as a multiple of another's.
 * @param {string} figure @param {string} scenario @param {[above: string, below: string]} pair @param {string} name @param {import("./format.mjs").Unit} unit @param {import("./verdict.mjs").Target} target @returns {TargetLine} */
const ratio = (figure, scenario, [above, below], name, unit, target) => ({
  figure,
  scenario,
  of: (results) => results.ratio(scenario, above, below, name),
  beside: medians(scenario, name, unit, above, below),
  unit: times,
  target,
});

/** A target of AI Lab's figure itself. @param {string} figure @param {string} scenario @param {string} name @param {import("./format.mjs").Unit} unit @param {import("./verdict.mjs").Target} target @returns {TargetLine} */
const own = (figure, scenario, name, unit, target) => ({
  figure,
  scenario,
  of: (results) => results.figure(scenario, "ailab", name),
  unit,
  target,
});

/** @type {TargetLine[]} */
export const kTargets = [
  ratio("CPU per token, 1,000 streams: AI Lab ÷ nginx's bare relay", "paced-1000", ["ailab", "nginx"], "cpu_us_per_token", microseconds, { most: 1 }),
  ratio("CPU per token, 200 streams: Node ÷ AI Lab", "paced-200", ["node", "ailab"], "cpu_us_per_token", microseconds, { least: 6 }),
  ratio("CPU per token, 40 streams: Flask ÷ AI Lab", "paced-40", ["flask", "ailab"], "cpu_us_per_token", microseconds, { least: 30 }),
  ratio("token latency, 1,000 streams, p50: AI Lab ÷ nginx", "paced-1000", ["ailab", "nginx"], "p50_us", time, { most: 1.2 }),
  ratio("token latency, 1,000 streams, p99: AI Lab ÷ nginx", "paced-1000", ["ailab", "nginx"], "p99_us", time, { most: 1.2 }),
  {
    ...ratio("most streams at 50/s with p99 < 100 ms: AI Lab ÷ nginx", "most", ["ailab", "nginx"], "streams", count, { least: 1 }),
    beside: (results) => ["ailab", "nginx"].map((contestant) => limitText(results, contestant)).join(", "),
  },
  ratio("tokens/s unpaced: AI Lab ÷ Node", "unpaced", ["ailab", "node"], "tokens_per_second", perSecond, { least: 30 }),
  own("memory of an idle connection", "idle", "bytes_per_connection", kibibytes, { most: 4 * 1024 }),
  own("memory of a running stream", "paced-1000", "bytes_per_stream", kibibytes, { most: 16 * 1024 }),
  ratio("connections opened a second: AI Lab ÷ Node", "idle", ["ailab", "node"], "connections_per_second", perSecond, { least: 20 }),
  {
    ...own("durable questions a second", "questions", "questions_per_second", perSecond, { least: 20_000 }),
    beside: (results) => `the coin alone: ${ownMedian(results, "questions", "reservations_per_second", perSecond)}`,
  },
  own("start to the first answered request", "start", "first_answer_ms", milliseconds, { most: 50 }),
  own("memory after the start", "start", "idle_rss_bytes", mebibytes, { most: 20 * 2 ** 20 }),
  own("stripped binary", "start", "stripped_bytes", mebibytes, { most: 12 * 2 ** 20 }),
  {
    ...ratio("CPU per token: 5,000 streams ÷ 10 streams", "growth", ["5000 streams", "10 streams"], "cpu_us_per_token", microseconds, { most: 1.3 }),
    beside: medians("growth", "cpu_us_per_token", microseconds, "10 streams", "100 streams", "1000 streams", "5000 streams"),
  },
  {
    ...own("time of a reservation: in a large ledger ÷ in one of 100 entries", "ledger", "growth", times, { most: 1.2 }),
    beside: ledgerText,
  },
  ratio("two network loops on two cores: tokens/s ÷ one loop", "loops", ["2 loops", "1 loop"], "tokens_per_second", perSecond, {}),
  ratio("CPU per token over TLS, 200 streams: AI Lab ÷ nginx", "tls-200", ["ailab", "nginx"], "cpu_us_per_token", microseconds, {}),
  ratio("CPU per token over TLS, 200 streams: Node ÷ AI Lab", "tls-200", ["node", "ailab"], "cpu_us_per_token", microseconds, {}),
  ratio("CPU per token by long polling, 100 streams: Node ÷ AI Lab", "polling-100", ["node", "ailab"], "cpu_us_per_token", microseconds, {}),
];

/** @param {Results} results @param {string} contestant */
function limitText(results, contestant) {
  const [round] = results.rounds("most", contestant);
  if (!round || "error" in round) return `${contestant} failed`;
  const { streams, too_many: tooMany, load_is_full: full } = round.figures;
  return `${contestant} ${count(streams)}, not ${count(tooMany)}${full ? " (the load's core is full)" : ""}`;
}

/** @param {Results} results @param {string} scenario @param {string} name @param {import("./format.mjs").Unit} unit */
function ownMedian(results, scenario, name, unit) {
  const found = results.figure(scenario, "ailab", name);
  return "spread" in found ? unit(found.spread.median) : "–";
}

/** @param {Results} results */
function ledgerText(results) {
  const median = (/** @type {string} */ name, /** @type {import("./format.mjs").Unit} */ unit) => ownMedian(results, "ledger", name, unit);
  const rates = `${median("large_per_second", perSecond)} with ${median("entries", count)} entries, ${median("small_per_second", perSecond)} with 100`;
  return `${rates}; CPU ${median("cpu_growth", times)}`;
}

/** The lines about which this run has something to say. @param {Results} results @returns {Row[]} */
export function rowsOf(results) {
  return kTargets.filter(({ scenario }) => results.has(scenario)).map((line) => rowOf(line, results));
}

/** @param {TargetLine} line @param {Results} results @returns {Row} */
function rowOf({ figure, scenario, of, beside, unit, target }, results) {
  const found = of(results);
  const wanted = targetText(target, unit);
  if ("why" in found) return { figure, measured: found.why, target: wanted, verdict: "failed", met: false, median: null };
  // A figure of the rounds that went well does not hide that others did not.
  const failed = results.ownComplaint(scenario);
  const measured = [spreadText(found.spread, unit), beside?.(results), failed].filter(Boolean).join("; ");
  const { median } = found.spread;
  if (failed) return { figure, measured, target: wanted, verdict: "failed", met: false, median };
  return { figure, measured, target: wanted, verdict: verdictOf(median, target), met: meets(median, target) ?? null, median };
}

/** @param {import("./verdict.mjs").Target} target @param {import("./format.mjs").Unit} unit */
export function targetText({ most, least }, unit) {
  if (most !== undefined) return `at most ${unit(most)}`;
  return least === undefined ? "–" : `at least ${unit(least)}`;
}
