// Answers that stream through a server: CPU time, latency and memory of each token.
import { measureStreams } from "./load.mjs";
import { memoryOf, ticksOf } from "./proc.mjs";
import { Stage } from "./stage.mjs";

/** @param {import("./accounts.mjs").Accounts} accounts @param {import("./plan.mjs").Scenario} scenario @param {import("./plan.mjs").Contestant} contestant @returns {Promise<import("./statistics.mjs").Figures>} */
export function measure(accounts, scenario, contestant) {
  return Stage.with(accounts, scenario, contestant, async (stage) => {
    await stage.startServer();
    return streamFigures(stage, { ...scenario.load, ...contestant.load });
  });
}

/** @param {Stage} stage @param {import("./load.mjs").Flags} flags @param {number} [grace] as measureStreams() has it @returns {Promise<import("./statistics.mjs").Figures>} */
export async function streamFigures(stage, flags, grace) {
  const memory = await memoryOf(stage.serverPids);
  const ticks = await ticksOf(stage.serverPids);
  const report = await measureStreams(stage, flags, grace);
  const after = await ticksOf(stage.serverPids);
  const user = after.user - ticks.user;
  const system = after.system - ticks.system;
  return { ...figuresOf(report), bytes_per_stream: (report.memory.server.rss - memory.rss) / Number(flags.streams), system_share: system / (user + system) };
}

/** @param {import("./load.mjs").StreamReport} report */
export function figuresOf({ seconds, tokens, answers, events, latency_us: latency, cpu_ns: cpu }) {
  const nanoseconds = seconds * 1e9;
  return {
    cpu_us_per_token: cpu.server / tokens / 1000,
    load_us_per_token: cpu.load / tokens / 1000,
    upstream_us_per_token: cpu.upstream / tokens / 1000,
    p50_us: latency.p50,
    p90_us: latency.p90,
    p99_us: latency.p99,
    max_us: latency.max,
    tokens_per_second: tokens / seconds,
    answers_per_second: answers / seconds,
    tokens_per_event: tokens / events,
    // 1: a core that is full.
    server_core: cpu.server / nanoseconds,
    load_core: (cpu.load + cpu.upstream) / nanoseconds,
  };
}
