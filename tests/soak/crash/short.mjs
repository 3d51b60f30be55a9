// A crash run as a test: short, with a seed that is told when it fails.
import assert from "node:assert/strict";
import { CrashRun } from "./run.mjs";

/** @param {import("./run.mjs").CrashOptions["databases"]} databases @param {number} rounds */
export async function crash(databases, rounds) {
  const seed = Number(process.env.AILAB_CRASH_SEED ?? Math.floor(Math.random() * 2 ** 32));
  const run = await CrashRun.start({ seed, databases, students: 4, tabs: 2 });
  for (let round = 0; round < rounds && run.passed; round += 1) await run.round();
  await run.close();
  const where = `in ${run.installation.directory} is what the students were told; AILAB_CRASH_SEED=${seed}`;
  assert.deepEqual(run.complaints.slice(0, 5), [], where);
}
