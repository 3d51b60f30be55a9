// Questions and reservations that the database takes, without the server around it: bench/reservations.
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { built, kOutput, kReservations, kWithPostgresql } from "./paths.mjs";
import { Program, removeFolder, temporaryFolder } from "./processes.mjs";

/** @typedef {import("./statistics.mjs").Observation} Observation */

const kLargeLedger = 5_000_000;
/** What --quick fills: it shows that the measurement works, not whether the target is met. */
const kQuickLedger = 100_000;

/** @param {string} name of the scenario @param {{quick: boolean, say: (text: string) => void}} options @returns {Promise<Map<string, Observation[]>>} */
export async function measureProgram(name, { quick, say }) {
  const folder = temporaryFolder(kOutput);
  try {
    const flags = name === "ledger" ? ["--growth", String(quick ? kQuickLedger : kLargeLedger)] : [];
    const json = join(folder, "reservations.json");
    // It ends with 1 when its own target is missed; what it measured counts all the same.
    await shown([built(kReservations), "--folder", folder, "--json", json, ...flags], name, say);
    const report = JSON.parse(await readFile(json, "utf8"));
    return new Map([["ailab", name === "ledger" ? growthObservations(report) : [{ figures: questionFigures(report) }]]]);
  } finally {
    removeFolder(folder);
  }
}

/** @param {string[]} command @param {string} name @param {(text: string) => void} say */
async function shown(command, name, say) {
  // Every commit on the disk, on PostgreSQL as on SQLite. On all cores: the writer is a thread of its own.
  const words = name === "ledger" ? command : [process.execPath, kWithPostgresql, ...command];
  const program = new Program("reservations", words, { cores: `0-${cpus().length - 1}` });
  const { code } = await program.finished(say);
  if (code !== 0 && code !== 1) throw program.failure(`ended with ${code}`);
}

/** The most questions a second on SQLite, each with all that is written of it. @param {{rates: {database: string, what: string, askers: number, per_second: number, cpu_microseconds: number}[]}} report */
export function questionFigures({ rates }) {
  const best = (/** @type {string} */ what) =>
    rates.filter((rate) => rate.database === "sqlite" && rate.what === what).reduce((most, rate) => (rate.per_second > most.per_second ? rate : most));
  const question = best("question");
  const reservation = best("reservation");
  return {
    questions_per_second: question.per_second,
    question_askers: question.askers,
    question_cpu_us: question.cpu_microseconds,
    reservations_per_second: reservation.per_second,
  };
}

/** @param {{entries: number, rounds: {small_per_second: number, large_per_second: number, small_cpu_us: number, large_cpu_us: number}[]}} report @returns {Observation[]} */
export function growthObservations({ entries, rounds }) {
  return rounds.map((round) => ({
    figures: { ...round, entries, growth: round.small_per_second / round.large_per_second, cpu_growth: round.large_cpu_us / round.small_cpu_us },
  }));
}
