// Tables as text for a terminal and as Markdown.

/** @typedef {string[]} Line of cells */

/** @param {Line} head @param {Line[]} lines */
export function textTable(head, lines) {
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const text = (/** @type {Line} */ line) => line.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd();
  return [text(head), widths.map((width) => "-".repeat(width)).join("  "), ...lines.map(text)].join("\n");
}

/** @param {Line} head @param {Line[]} lines */
export function markdownTable(head, lines) {
  const text = (/** @type {Line} */ line) => `| ${line.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [text(head), `|${"---|".repeat(head.length)}`, ...lines.map(text)].join("\n");
}

const kHead = ["figure", "measured (least – most of the rounds)", "target", "verdict"];
const cells = (/** @type {import("./targets.mjs").Row} */ { figure, measured, target, verdict }) => [figure, measured, target, verdict];

/** @param {import("./targets.mjs").Row[]} rows */
export const targetsAsText = (rows) => textTable(kHead, rows.map(cells));

/** @param {import("./targets.mjs").Row[]} rows */
export const targetsAsMarkdown = (rows) =>
  markdownTable(kHead, rows.map(cells).map((line, index) => (rows[index].met === null ? line : [...line.slice(0, 3), `**${line[3]}**`])));
