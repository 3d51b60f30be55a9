// Runs bench/load against a stage and reads what it measured.
import { built, kLoad } from "./paths.mjs";
import { Program } from "./processes.mjs";

/** @typedef {import("./stage.mjs").Stage} Stage */
/** @typedef {Record<string, number | string | true>} Flags */

/** A run of streams, as bench/load/README.md describes it. @typedef {{seconds: number, tokens: number, answers: number, events: number,
 *   errors: Record<string, number>, latency_us: {p50: number, p90: number, p99: number, max: number},
 *   cpu_ns: {server: number, load: number, upstream: number}, memory: {server: {rss: number}}}} StreamReport */
/** Before: when the accounts were made, and no connection was open. @typedef {{connections: number, seconds: number, per_second: number,
 *   cpu_ns: {server: number, load: number}, memory: {before: {server: {rss: number}}}}} OpenReport */

/** Seconds: connections take their time on a busy machine. */
const kGrace = 60;

/** @param {Flags} flags @returns {string[]} { window: 2 } is --window 2; what is true stands alone */
export function asArguments(flags) {
  return Object.entries(flags).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
}

/** @param {Stage} stage @param {Flags} flags @param {"ignore" | "pipe"} [stdin] */
function startLoad(stage, flags, stdin) {
  const all = {
    port: stage.port,
    transport: stage.kind.transport,
    watch: stage.serverPids.join(","),
    "watch-upstream": stage.upstreamPids.join(","),
    ...(stage.cookies ? { cookies: stage.cookies } : {}),
    ...flags,
  };
  return new Program("the load", [built(kLoad), ...asArguments(all)], { cores: stage.cores.load, stdin });
}

/** The line of one mode among those that it prints. @param {string} line @param {string} mode */
function reportIn(line, mode) {
  const report = line.startsWith("{") ? JSON.parse(line) : undefined;
  return report?.mode === mode ? report : undefined;
}

/** How long a run lasts that goes as it should, in seconds, without the time that connections take. @param {Flags} flags */
const planned = ({ ramp, warmup, window }) => Number(ramp) + Number(warmup) + Number(window);

/**
 * Throws when anything went otherwise than it should. @param {Stage} stage @param {Flags} flags
 * @param {number} [grace] seconds that it may take longer than its flags say @returns {Promise<StreamReport>}
 */
export async function measureStreams(stage, flags, grace = kGrace) {
  const load = startLoad(stage, { mode: "streams", ...flags });
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    load.killNow();
  }, (planned(flags) + grace) * 1000);
  const { code, lines } = await load.finished();
  clearTimeout(deadline);
  if (late) throw load.failure(`was not through ${grace} s after its time: not all streams had begun`);
  const report = lines.map((line) => reportIn(line, "streams")).find(Boolean);
  const errors = Object.entries(report?.errors ?? {}).filter(([, count]) => count > 0);
  if (errors.length > 0) throw load.failure(`counted ${errors.map(([kind, count]) => `${count} × ${kind}`).join(", ")}`);
  if (code !== 0 || !report) throw load.failure(`ended with ${code}`);
  if (report.tokens === 0) throw load.failure("saw no token");
  return report;
}

/** Opens connections, hands them to `whileOpen`, and closes them. @template T @param {Stage} stage @param {Flags} flags
 * @param {(report: OpenReport) => Promise<T>} whileOpen @returns {Promise<T>} */
export async function holdConnections(stage, flags, whileOpen) {
  const load = startLoad(stage, { mode: "idle", ...flags }, "pipe");
  try {
    return await whileOpen(await load.says((line) => reportIn(line, "open"), 120_000));
  } finally {
    await load.kill();
  }
}
