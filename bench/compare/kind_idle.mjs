// Connections that are opened, logged in and joined, and then only held: how fast they come, what each of them costs.
import { setTimeout as sleep } from "node:timers/promises";
import { holdConnections } from "./load.mjs";
import { memoryOf } from "./proc.mjs";
import { Stage } from "./stage.mjs";

/** Milliseconds until what opening has set in motion is over. */
const kSettling = 500;

/** @param {import("./accounts.mjs").Accounts} accounts @param {import("./plan.mjs").Scenario} scenario @param {import("./plan.mjs").Contestant} contestant @returns {Promise<import("./statistics.mjs").Figures>} */
export function measure(accounts, scenario, contestant) {
  return Stage.with(accounts, scenario, contestant, async (stage) => {
    await stage.startServer();
    return holdConnections(stage, { ...scenario.load, ...contestant.load }, async ({ connections, seconds, per_second, cpu_ns, memory }) => {
      await sleep(kSettling);
      const after = await memoryOf(stage.serverPids);
      return {
        connections_per_second: per_second,
        bytes_per_connection: (after.rss - memory.before.server.rss) / connections,
        cpu_us_per_connection: cpu_ns.server / connections / 1000,
        load_core: cpu_ns.load / (seconds * 1e9),
      };
    });
  });
}
