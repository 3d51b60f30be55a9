// A database whose making is killed: made again, it is whole, and is served.
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { spawn } from "node:child_process";
import { binaryPath, cleanEnvironment } from "../../harness/binary.mjs";

/** About how long `init-db` takes, in milliseconds. */
const kWhole = 200;

/** @param {import("../../harness/server_process.mjs").Installation} installation without a database @param {import("./random.mjs").Random} random */
export async function killFirstStart(installation, random) {
  const { directory: cwd, environment, flags } = installation;
  const child = spawn(binaryPath(), ["init-db", ...flags], { cwd, env: cleanEnvironment(environment), stdio: "ignore" });
  const ended = once(child, "close");
  await pause(random.below(kWhole));
  child.kill("SIGKILL");
  await ended;
  for (const command of [["init-db"], ["ledger", "verify"]]) {
    const { code, stderr } = await installation.run(...command, ...flags);
    if (code !== 0) throw new Error(`after init-db was killed in ${cwd}, ${command.join(" ")} ended with ${code}: ${stderr}`);
  }
  await (await installation.serve()).stop();
  await installation.remove();
}
