// Connections that are opened, logged in and joined, and then only held: how fast they come, what each of them costs.
import { holdConnections } from "./load.mjs";
import { memoryOf } from "./proc.mjs";
import { Stage } from "./stage.mjs";

/** @param {import("./plan.mjs").Scenario} scenario @param {import("./plan.mjs").Contestant} contestant @returns {Promise<import("./statistics.mjs").Figures>} */
export function measure(scenario, contestant) {
  return Stage.with(scenario, contestant, async (stage) => {
    await stage.startServer();
    const before = await memoryOf(stage.serverPids);
    return holdConnections(stage, { ...scenario.load, ...contestant.load }, async ({ connections, seconds, per_second, cpu_ns }) => {
      const after = await memoryOf(stage.serverPids);
      return {
        connections_per_second: per_second,
        bytes_per_connection: (after.rss - before.rss) / connections,
        cpu_us_per_connection: cpu_ns.server / connections / 1000,
        load_core: cpu_ns.load / (seconds * 1e9),
      };
    });
  });
}
