// Where things are, seen from the repository's root.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const inRepository = (/** @type {string} */ path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const kBinary = inRepository("build/release/ailab");
export const kUpstream = inRepository("build/release/bench/upstream");
export const kLoad = inRepository("build/release/bench/load");
export const kReservations = inRepository("build/release/bench/reservations");
export const kWithPostgresql = inRepository("tests/harness/with_postgresql.mjs");
export const kPeers = inRepository("bench/peers");
/** Everything that a run leaves behind; temporary databases lie in it, too, since it is on a disk. */
export const kOutput = inRepository("build/bench");
export const kDocument = inRepository("docs/performance.md");
export const kPublishedChart = inRepository("docs/images/performance.svg");

/** @param {string} path a program that has to be built @returns {string} */
export function built(path) {
  if (!existsSync(path)) throw new Error(`There is no ${path}: ./dev bench builds it.`);
  return path;
}
