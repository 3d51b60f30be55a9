// Writes what a run has found: results.json, table.md, details.md and chart.svg. A run of only a part has a folder of its own, so that
// the whole one before it can still be published.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chart, groupsOf } from "./chart.mjs";
import { detailsAsMarkdown } from "./details.mjs";
import { kOutput } from "./paths.mjs";
import { kCores } from "./plan.mjs";
import { figureOf } from "./statistics.mjs";
import { targetsAsMarkdown, targetsAsText } from "./table.mjs";
import { rowsOf } from "./targets.mjs";

/** @typedef {import("./results.mjs").Results} Results */
/** @typedef {{when: string, seconds: number, rounds: number, whole: boolean, machine: import("./machine.mjs").Machine}} Run */

/** @param {Results} results @param {Run} run @returns {Promise<string>} the table, for the terminal */
export async function writeReport(results, run) {
  const rows = rowsOf(results);
  const folder = run.whole ? kOutput : join(kOutput, "part");
  await mkdir(folder, { recursive: true });
  const write = (/** @type {string} */ name, /** @type {string} */ content) => writeFile(join(folder, name), content);
  await write("results.json", `${JSON.stringify({ ...run, cores: kCores, targets: rows, scenarios: scenariosOf(results) }, null, 2)}\n`);
  await write("table.md", `${runText(run)}\n\n${targetsAsMarkdown(rows)}\n`);
  await write("details.md", `${detailsAsMarkdown(results)}\n`);
  const groups = groupsOf(results);
  if (groups.length > 0) await write("chart.svg", chart(groups));
  return `${runText(run)}\n\n${targetsAsText(rows)}`;
}

/** @param {Run} run */
function runText({ when, seconds, rounds, whole, machine: { processor, cores, memory_gib: memory, kernel, commit } }) {
  const kind = whole ? "" : " (a part of the whole)";
  return (
    `${when.slice(0, 10)}, ${commit}${kind}: ${processor}, ${cores} cores, ${memory} GiB, Linux ${kernel}. ` +
    `The server on core ${kCores.server}, load and upstream on core ${kCores.load}; ${rounds} rounds, ${Math.round(seconds / 60)} minutes.`
  );
}

/** @param {Results} results */
function scenariosOf(results) {
  return results.all().map(({ scenario, contestants }) => ({
    ...scenario,
    contestants: contestants.map(({ name, rounds }) => ({ name, figures: figuresOf(rounds), rounds })),
  }));
}

/** @param {import("./statistics.mjs").Observation[]} rounds */
function figuresOf(rounds) {
  const names = new Set(rounds.flatMap((round) => ("figures" in round ? Object.keys(round.figures) : [])));
  return Object.fromEntries([...names].map((name) => [name, figureOf(rounds, name)]));
}
