// Everything that was measured, scenario by scenario: what stands behind the table of targets.
import { kUnits, spreadText } from "./format.mjs";
import { complaint, figureOf } from "./statistics.mjs";
import { markdownTable } from "./table.mjs";

/** @typedef {import("./results.mjs").Results} Results */
/** @typedef {{head: string, figure: string, unit: import("./format.mjs").Unit, whole?: boolean}} Column `whole`: with least and most */

const { microseconds, time, milliseconds, kibibytes, mebibytes, perSecond, percent, count } = kUnits;

/** @type {Record<string, Column[]>} */
const kColumns = {
  streams: [
    { head: "CPU a token", figure: "cpu_us_per_token", unit: microseconds, whole: true },
    { head: "of it in the kernel", figure: "system_share", unit: percent },
    { head: "p50", figure: "p50_us", unit: time, whole: true },
    { head: "p99", figure: "p99_us", unit: time, whole: true },
    { head: "tokens/s", figure: "tokens_per_second", unit: count },
    { head: "tokens in an event", figure: "tokens_per_event", unit: count },
    { head: "server's core", figure: "server_core", unit: percent },
    { head: "load's core", figure: "load_core", unit: percent },
    { head: "load a token", figure: "load_us_per_token", unit: microseconds },
    { head: "upstream a token", figure: "upstream_us_per_token", unit: microseconds },
  ],
  idle: [
    { head: "memory of a connection", figure: "bytes_per_connection", unit: kibibytes, whole: true },
    { head: "opened a second", figure: "connections_per_second", unit: perSecond, whole: true },
    { head: "CPU of opening one", figure: "cpu_us_per_connection", unit: microseconds },
    { head: "load's core", figure: "load_core", unit: percent },
  ],
  start: [
    { head: "first answer", figure: "first_answer_ms", unit: milliseconds, whole: true },
    { head: "first page", figure: "first_page_ms", unit: milliseconds, whole: true },
    { head: "memory then", figure: "idle_rss_bytes", unit: mebibytes },
  ],
};

/** One section for each scenario that has such columns. @param {Results} results */
export function detailsAsMarkdown(results) {
  return results
    .all()
    .filter(({ scenario }) => scenario.kind in kColumns)
    .map(({ scenario, contestants }) => {
      const columns = kColumns[scenario.kind];
      const lines = contestants.map(({ name, rounds }) => lineOf(name, rounds, columns));
      return `**${sentence(scenario.title)}** (\`${scenario.name}\`)\n\n${markdownTable(["", ...columns.map(({ head }) => head)], lines)}`;
    })
    .join("\n\n");
}

/** @param {string} name @param {import("./statistics.mjs").Observation[]} rounds @param {Column[]} columns */
function lineOf(name, rounds, columns) {
  const wrong = complaint(rounds);
  const figures = columns.map(({ figure, unit, whole }) => {
    const spread = figureOf(rounds, figure);
    if (!spread) return "–";
    return whole ? spreadText(spread, unit) : unit(spread.median);
  });
  return [wrong ? `${name} (${wrong})` : name, ...figures];
}

/** @param {string} text */
const sentence = (text) => text[0].toUpperCase() + text.slice(1);
