// The chart of a run: for each paced scenario, CPU per token and latency of each contestant. An SVG by hand, for light and dark.
import { kUnits } from "./format.mjs";
import { axis, linear } from "./scale.mjs";

/** @typedef {import("./results.mjs").Results} Results */
/** @typedef {{name: string, cpu?: import("./statistics.mjs").Spread, p50?: import("./statistics.mjs").Spread, p99?: import("./statistics.mjs").Spread}} Bar */
/** @typedef {{title: string, bars: Bar[]}} Group */

const kNames = { ailab: "AI Lab", nginx: "nginx relay", node: "Node", flask: "Flask" };
const kScenarios = ["paced-1000", "paced-200", "paced-100", "tls-200"];

const kWidth = 960;
const kMargin = 24;
const kLabel = 96; // the names of the contestants
const kPanel = 290; // a panel's axis
const kValue = 70; // what is written behind a bar
const kBarHeight = 20;
const kRow = 30;
const kTop = 76;
const kGroupHead = 46;
const kGroupFoot = 40;
const kCpuFrom = kMargin + kLabel;
const kLatencyFrom = kCpuFrom + kPanel + kValue + 24;

const kStyle = `
    svg { --ground: #ffffff; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --ailab: #0969da; --nginx: #6e7781; --node: #1a7f37; --flask: #9a6700; }
    @media (prefers-color-scheme: dark) {
      svg { --ground: #0d1117; --ink: #f0f6fc; --quiet: #9198a1; --line: #3d444d; --ailab: #4493f8; --nginx: #8b949e; --node: #3fb950; --flask: #d29922; }
    }
    text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink); paint-order: stroke; stroke: var(--ground); stroke-width: 3px; }
    .title { font-size: 18px; font-weight: 600; }
    .head { font-weight: 600; }
    .quiet { fill: var(--quiet); }
    .small { font-size: 12px; fill: var(--quiet); }
    .grid { stroke: var(--line); stroke-width: 1; }
    .reach { stroke: var(--ink); stroke-width: 1.5; }
    .ailab { fill: var(--ailab); } .nginx { fill: var(--nginx); } .node { fill: var(--node); } .flask { fill: var(--flask); }
    .late { opacity: 0.45; }`;

/** @param {Results} results @returns {Group[]} of the scenarios that were measured */
export function groupsOf(results) {
  const spread = (/** @type {string} */ scenario, /** @type {string} */ name, /** @type {string} */ figure) => {
    const found = results.figure(scenario, name, figure);
    return "spread" in found ? found.spread : undefined;
  };
  return results
    .all()
    .filter(({ scenario }) => kScenarios.includes(scenario.name))
    .map(({ scenario, contestants }) => ({
      title: scenario.title,
      bars: contestants.map(({ name }) => ({
        name,
        cpu: spread(scenario.name, name, "cpu_us_per_token"),
        p50: spread(scenario.name, name, "p50_us"),
        p99: spread(scenario.name, name, "p99_us"),
      })),
    }));
}

/** @param {Group[]} groups */
export function chart(groups) {
  let y = kTop;
  const parts = groups.map((group) => {
    const drawn = drawGroup(group, y);
    y += groupHeight(group);
    return drawn;
  });
  const height = y + kMargin / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${kWidth} ${height}" width="${kWidth}" height="${height}" role="img" aria-labelledby="title about">
  <title id="title">CPU time and latency of a token</title>
  <desc id="about">${escaped(description(groups))}</desc>
  <style>${kStyle}
  </style>
  <rect width="${kWidth}" height="${height}" rx="8" fill="var(--ground)"/>
  ${text(kMargin, 34, "What a token costs: CPU time of the server, and its way from model to student", "title")}
  ${text(kMargin, 56, "shorter is better; the thin line is the spread of the rounds; every scenario has a scale of its own", "quiet")}
${parts.join("\n")}
</svg>
`;
}

/** @param {Group} group */
const groupHeight = ({ bars }) => kGroupHead + bars.length * kRow + kGroupFoot;

/** @param {Group} group @param {number} top */
function drawGroup({ title, bars }, top) {
  const from = top + kGroupHead;
  const to = from + bars.length * kRow;
  const most = (/** @type {(bar: Bar) => number | undefined} */ of) => Math.max(0, ...bars.map((bar) => of(bar) ?? 0));
  const cpuEnd = axis(most(({ cpu }) => cpu?.most));
  const lateEnd = axis(most(({ p99 }) => p99?.most));
  const cpu = linear(cpuEnd.end, kCpuFrom, kCpuFrom + kPanel);
  const late = linear(lateEnd.end, kLatencyFrom, kLatencyFrom + kPanel);
  const rows = bars.map((bar, index) => drawBar(bar, from + index * kRow + (kRow - kBarHeight) / 2, cpu, late));
  return [
    text(kMargin, top + 16, title, "head"),
    drawAxis(cpuEnd, cpu, from, to, "CPU time a token, µs", (value) => String(value)),
    drawAxis(lateEnd, late, from, to, "latency of a token, ms: p50 (full) · p99 (pale)", (value) => String(Number((value / 1000).toPrecision(3)))),
    ...rows,
  ].join("\n");
}

/** @param {{ticks: number[]}} marks @param {(value: number) => number} place @param {number} from @param {number} to @param {string} name @param {(value: number) => string} label */
function drawAxis({ ticks }, place, from, to, name, label) {
  const lines = ticks.map((tick) => {
    const x = place(tick).toFixed(1);
    return `  <line class="grid" x1="${x}" x2="${x}" y1="${from}" y2="${to + 4}"/>${text(Number(x), to + 18, label(tick), "small", "middle")}`;
  });
  return [...lines, text(place(0), from - 8, name, "small")].join("\n");
}

/** @param {Bar} bar @param {number} y @param {(value: number) => number} cpu @param {(value: number) => number} late */
function drawBar({ name, cpu: cost, p50, p99 }, y, cpu, late) {
  const middle = y + kBarHeight / 2 + 4.5;
  const label = text(kCpuFrom - 10, middle, kNames[name] ?? name, "", "end");
  if (!cost || !p50 || !p99) return `${label}\n${text(kCpuFrom + 6, middle, "failed", "quiet")}`;
  return [
    label,
    rect(name, cpu(0), cpu(cost.median), y, kBarHeight),
    reach(cpu(cost.least), cpu(cost.most), y),
    text(cpu(cost.most) + 8, middle, kUnits.microseconds(cost.median)),
    rect(`${name} late`, late(0), late(p99.median), y, kBarHeight),
    rect(name, late(0), late(p50.median), y, kBarHeight),
    reach(late(p99.least), late(p99.most), y),
    text(late(p99.most) + 8, middle, `${kUnits.time(p50.median)} · ${kUnits.time(p99.median)}`),
  ].join("\n");
}

/** @param {string} kind @param {number} from @param {number} to @param {number} y @param {number} height */
function rect(kind, from, to, y, height) {
  return `  <rect class="${kind}" x="${from.toFixed(1)}" y="${y}" width="${Math.max(1, to - from).toFixed(1)}" height="${height}"/>`;
}

/** @param {number} from @param {number} to @param {number} y */
function reach(from, to, y) {
  const middle = y + kBarHeight / 2;
  return `  <line class="reach" x1="${from.toFixed(1)}" x2="${to.toFixed(1)}" y1="${middle}" y2="${middle}"/>`;
}

/** @param {number} x @param {number} y @param {string} words @param {string} [kind] @param {"start" | "middle" | "end"} [anchor] */
function text(x, y, words, kind = "", anchor = "start") {
  return `  <text x="${x}" y="${y}"${kind && ` class="${kind}"`}${anchor === "start" ? "" : ` text-anchor="${anchor}"`}>${escaped(words)}</text>`;
}

/** For those who hear it. @param {Group[]} groups */
function description(groups) {
  return groups
    .map(({ title, bars }) => {
      const said = bars.map(({ name, cpu, p99 }) => {
        const figures = cpu && p99 ? `${kUnits.microseconds(cpu.median)} of CPU a token, p99 ${kUnits.time(p99.median)}` : "failed";
        return `${kNames[name] ?? name} ${figures}`;
      });
      return `${title}: ${said.join("; ")}.`;
    })
    .join(" ");
}

/** @param {string} words */
const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
