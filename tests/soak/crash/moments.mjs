// The moments at which the server is killed. Each function returns when it is dead.
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

/** @typedef {import("./run.mjs").CrashRun} CrashRun */

/** What is waited for comes many times a second; when it does not, the kill comes anyway, after this many milliseconds. */
const kPatience = 5_000;

/** The n-th of something, soon. @param {CrashRun} run @param {string} what the run's news: "asked", "ack", "text", "answered", "end" */
async function nth(run, what) {
  const over = AbortSignal.timeout(kPatience);
  for (let left = run.random.between(1, 25); left > 0; left -= 1) {
    await once(run.news, what, { signal: over }).catch(() => {});
    if (over.aborted) return run.count("times that what was waited for did not come");
  }
}

/** @param {string} what @returns {(run: CrashRun) => Promise<void>} */
const rightAfter = (what) => async (run) => {
  await nth(run, what);
  await run.kill();
};

/** @param {CrashRun} run */
async function atRandom(run) {
  await pause(run.random.between(50, 1500));
  await run.kill();
}

/** @param {CrashRun} run */
async function shuttingDown(run) {
  await pause(run.random.between(50, 800));
  run.server.terminate();
  await pause(run.random.between(0, 1000));
  await run.kill();
}

/** @param {CrashRun} run */
async function startingUp(run) {
  await atRandom(run);
  for (let left = run.random.between(1, 3); left > 0; left -= 1) await run.killStart();
}

/** @param {CrashRun} run */
async function twice(run) {
  await atRandom(run);
  await run.serve();
  await run.sitDown();
  await pause(run.random.between(0, 60));
  await run.kill();
}

/** @param {CrashRun} run */
async function firstStart(run) {
  await atRandom(run);
  await run.killFirstStart();
}

/** @param {import("./databases.mjs").PostgreSqlDatabases} databases @returns {typeof kMoments} */
const momentsOfPostgreSql = ({ postgresql }) => ({
  "as PostgreSQL was killed": async (run) => {
    await pause(run.random.between(50, 800));
    await postgresql.kill();
    await pause(run.random.between(0, 300));
    await run.kill();
    await postgresql.start();
  },
  "after PostgreSQL was": async (run) => {
    await pause(run.random.between(50, 800));
    await postgresql.kill();
    await postgresql.start();
    await atRandom(run);
  },
});

/** @type {Record<string, (run: CrashRun) => Promise<void>>} */
const kMoments = {
  "at random": atRandom,
  "as a question was acknowledged": rightAfter("ack"),
  "as the model was asked": rightAfter("asked"),
  "as the first text was read": rightAfter("text"),
  "as the model had answered": rightAfter("answered"),
  "as an answer had ended": rightAfter("end"),
  "while it shut down": shuttingDown,
  "while it started": startingUp,
  "when it had just started": twice,
  "as its database was made": firstStart,
};

/** @param {CrashRun["databases"]} databases */
export function momentsFor(databases) {
  const more = "postgresql" in databases ? momentsOfPostgreSql(databases) : {};
  return Object.entries({ ...kMoments, ...more });
}
