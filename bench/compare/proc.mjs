// What the kernel says of processes: memory and CPU time.
import { readFile } from "node:fs/promises";

/** @typedef {{rss: number, pss: number, anonymous: number}} Memory bytes */

/** Of all these processes together. @param {number[]} pids @returns {Promise<Memory>} */
export async function memoryOf(pids) {
  const all = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/smaps_rollup`, "utf8")));
  const sum = (/** @type {string} */ field) => all.reduce((total, text) => total + kibibytes(text, field) * 1024, 0);
  return { rss: sum("Rss"), pss: sum("Pss"), anonymous: sum("Anonymous") };
}

/** @param {string} text @param {string} field */
export function kibibytes(text, field) {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(text);
  if (!line) throw new Error(`the kernel does not say ${field}`);
  return Number(line[1]);
}

/** CPU time since each process began, in clock ticks. @param {number[]} pids @returns {Promise<{user: number, system: number}>} */
export async function ticksOf(pids) {
  const all = await Promise.all(pids.map(async (pid) => ticks(await readFile(`/proc/${pid}/stat`, "utf8"))));
  return all.reduce((sum, one) => ({ user: sum.user + one.user, system: sum.system + one.system }), { user: 0, system: 0 });
}

/** Of a line of /proc/PID/stat; the program's name may hold anything, so what counts begins after its last ")". @param {string} stat */
export function ticks(stat) {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { user: Number(fields[11]), system: Number(fields[12]) };
}
