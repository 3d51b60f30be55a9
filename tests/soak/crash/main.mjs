// Kills the server hundreds of times under load: is a coin lost, or a word that somebody has read?
//
//   node tests/soak/crash/main.mjs [ROUNDS] [--database sqlite|postgresql] [--seed N] [--students N] [--tabs N]
//
// Prints a table; exits 1 at the first thing that is wrong, with the seed, and keeps the data.
import { readdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { PostgreSqlDatabases, SqliteFiles } from "./databases.mjs";
import { CrashRun } from "./run.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    database: { type: "string", default: "sqlite" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) },
    students: { type: "string", default: "6" },
    tabs: { type: "string", default: "3" },
  },
});
const [rounds, seed, students, tabs] = [positionals[0] ?? 300, values.seed, values.students, values.tabs].map(Number);
if (![rounds, students, tabs].every((number) => number > 0) || !(seed >= 0) || !["sqlite", "postgresql"].includes(values.database)) {
  console.error("usage: node tests/soak/crash/main.mjs [ROUNDS] [--database sqlite|postgresql] [--seed N] [--students N] [--tabs N]");
  process.exit(2);
}

const descriptors = async () => (await readdir("/proc/self/fd")).length;
const before = await descriptors();
const databases = values.database === "sqlite" ? new SqliteFiles() : await PostgreSqlDatabases.start();
try {
  console.log(`crash: ${rounds} rounds on ${databases.name}, ${students} students with ${tabs} tabs each, --seed ${seed}`);
  const run = await CrashRun.start({ seed, databases, students, tabs });
  for (let round = 1; round <= rounds && run.passed; round += 1) {
    await run.round();
    if (round % 10 === 0) console.log(`crash: ${Math.round(performance.now() / 1000)} s: ${round} of ${rounds} rounds`);
  }
  await run.close();
  const left = (await descriptors()) - before;
  // The cluster's own pipes, and Node's.
  if (left > 20) run.complain(`this program has ${left} more files open than in the beginning`);
  print(run, left);
  process.exitCode = run.passed ? 0 : 1;
} finally {
  await databases.remove();
}

/** @param {CrashRun} run @param {number} left */
function print(run, left) {
  const questions = run.students.flatMap((student) => [...student.questions.values()]);
  run.count("questions", questions.length);
  run.count("requests to the model", run.upstream.requests.length);
  for (const { ending } of questions) {
    if (ending) run.count(`answers ${ending.charged ? "charged" : "refunded"}: ${ending.reason}`);
  }
  const rows = [...run.counts].sort(([one], [other]) => (one < other ? -1 : 1));
  rows.push(["memory of this program, MiB", Math.round(process.memoryUsage().rss / 2 ** 20)], ["files it left open", left]);
  const width = Math.max(...rows.map(([what]) => what.length));
  console.log("");
  for (const [what, count] of rows) console.log(`${what.padEnd(width)}  ${count}`);
  console.log("");
  for (const complaint of run.complaints.slice(0, 20)) console.log(`wrong: ${complaint}`);
  if (!run.passed) console.log(`The data, the server's log and what the students were told are in ${run.installation.directory}; --seed ${seed}`);
  console.log(run.passed ? "result: passed" : "result: FAILED");
}
