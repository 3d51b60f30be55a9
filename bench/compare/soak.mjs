// Streams that come and go: does the server's memory stay, do its latencies?
//   node bench/compare/soak.mjs [SECONDS] [--streams N] [--rate TOKENS]
// --rate: tokens a second of each stream. Prints what the first and the last third were like; ends with 1 when they differ,
// or when anything went otherwise than it should.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Accounts } from "./accounts.mjs";
import { kUnits } from "./format.mjs";
import { measureStreams } from "./load.mjs";
import { moveTo } from "./machine.mjs";
import { kOutput } from "./paths.mjs";
import { kAccounts, kCores } from "./plan.mjs";
import { endWithRunner, removeLeftovers } from "./processes.mjs";
import { Stage } from "./stage.mjs";
import { courses } from "./steadiness.mjs";
import { textTable } from "./table.mjs";

/** Each client leaves after an answer of so many tokens, and another one comes. */
const kTokens = 100;
/** @type {import("./plan.mjs").Scenario} */
const kScenario = { name: "soak", title: "streams that come and go", kind: "streams", contestants: ["ailab"] };
/** Seconds until tables and caches have their size. */
const kWarmup = 60;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { streams: { type: "string", default: "2000" }, rate: { type: "string", default: "10" } },
});
const [seconds, streams, rate] = [Number(positionals[0] ?? 1800), Number(values.streams), Number(values.rate)];
if (![seconds, streams, rate].every((number) => number > 0)) {
  console.error("usage: node bench/compare/soak.mjs [SECONDS] [--streams N] [--rate TOKENS]");
  process.exit(2);
}

/** @returns {Promise<boolean>} whether all was well */
async function soak() {
  // It stays: who looks for the second in which something went wrong finds it here.
  const file = join(kOutput, "soak.jsonl");
  console.error(`soak: ${streams} streams of ${rate} tokens/s, each gone after ${kTokens}: ${kWarmup} s to warm up, ${seconds} s that count`);
  const accounts = await Accounts.made(new Map([["ailab", Math.min(streams, kAccounts.ailab)]]), `${kCores.server},${kCores.load}`, console.error);
  const { report, timeline } = await Stage.with(accounts, kScenario, { name: "ailab", of: "ailab" }, async (stage) => {
    await stage.startServer();
    const ramp = kTokens / rate;
    const flags = { streams, tokens: kTokens, interval: Math.round(1e6 / rate), ramp, warmup: kWarmup, window: seconds, churn: /** @type {const} */ (true), timeline: file };
    const report = await measureStreams(stage, flags);
    return { report, timeline: (await readFile(file, "utf8")).trim().split("\n").map(asSecond) };
  });
  const found = courses(timeline.slice(-seconds));
  const units = { memory: kUnits.mebibytes, p50: kUnits.time, p99: kUnits.time };
  const lines = found.map(({ what, first, last, steady }) => {
    const unit = units[what] ?? kUnits.count;
    return [what, unit(first), unit(last), steady ? "steady" : "NOT STEADY"];
  });
  console.log(`\n${textTable(["median of", "the first third", "the last third", ""], lines)}\n`);
  console.log(`the longest way of a token: ${kUnits.time(report.latency_us.max)}; every second is in ${file}`);
  console.log(`${report.answers} answers, ${report.tokens} tokens, no error; each client left after its answer, and another came`);
  return found.every(({ steady }) => steady);
}

/** A line of bench/load's timeline. @param {string} line @returns {import("./steadiness.mjs").Second} */
function asSecond(line) {
  const { tokens, latency_us: latency, memory } = JSON.parse(line);
  return { tokens, p50_us: latency.p50, p99_us: latency.p99, rss_bytes: memory.rss };
}

removeLeftovers(kOutput);
endWithRunner();
moveTo(kCores.load);
try {
  const passed = await soak();
  console.log(passed ? "result: passed" : "result: FAILED");
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  console.error(`soak: ${error.message}\nresult: FAILED`);
  process.exitCode = 1;
}
