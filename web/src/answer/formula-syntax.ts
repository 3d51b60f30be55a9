// Formulas in Markdown: $…$ and \(…\) in a line, $$…$$ and \[…\] on their own. Prices, a shell's variables and brackets that
// were merely escaped stay text.
import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

const openings = [
  { name: "dollars", open: "$$", close: "$$", display: true },
  { name: "dollar", open: "$", close: "$", display: false },
  { name: "round", open: "\\(", close: "\\)", display: false },
  { name: "square", open: "\\[", close: "\\]", display: true },
] as const;

export type Delimiters = (typeof openings)[number];

/** By how they open, or by their name. */
export function delimitersOf(key: string): Delimiters {
  return openings.find(({ open, name }) => key === open || key === name) ?? openings[1];
}

/** Adds tokens of the types "formula" (in a line) and "formula_block": `content` is TeX, `markup` the opening delimiter. */
export function formulaSyntax(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("escape", "formula", inLine);
  markdown.block.ruler.before("fence", "formula_block", onItsOwn, { alt: ["paragraph", "reference", "blockquote", "list"] });
}

function inLine(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  const delimiters = openings.find(({ open }) => src.startsWith(open, pos));
  if (!delimiters) return false;
  const from = pos + delimiters.open.length;
  const end = closingAt(src, from, posMax, delimiters);
  if (end < 0) return skipped(state, delimiters, silent);
  const content = src.slice(from, end);
  const after = src.charAt(end + delimiters.close.length);
  if (!fits(delimiters, content, src.charAt(pos - 1), after)) return skipped(state, delimiters, silent);
  if (!silent) {
    const token = state.push("formula", "", 0);
    token.content = content;
    token.markup = delimiters.open;
  }
  state.pos = end + delimiters.close.length;
  return true;
}

/** Takes all dollar signs at once, so that the second of two is not looked at again as if it were one. */
function skipped(state: StateInline, { open }: Delimiters, silent: boolean): boolean {
  if (open !== "$$") return false;
  const run = /^\$+/.exec(state.src.slice(state.pos))?.[0] ?? open;
  if (!silent) state.pending += run;
  state.pos += run.length;
  return true;
}

function closingAt(src: string, from: number, end: number, { close }: Delimiters): number {
  for (let at = from; at < end; at += 1) {
    if (src.startsWith(close, at)) return at + close.length <= end ? at : -1;
    if (src[at] === "\\") at += 1;
  }
  return -1;
}

function fits(delimiters: Delimiters, content: string, before: string, after: string): boolean {
  if (content.trim() === "") return false;
  switch (delimiters.open) {
    case "$":
      // A word character at either side: US$5, $A$B. A space inside: "$ npm i", "$5 and $10".
      return !/[\p{L}\p{N}$\\]/u.test(before) && !/[\p{L}\p{N}$]/u.test(after) && !/^\s|\s$/.test(content) && isFormula(content);
    case "$$":
      return after !== "$" && isFormula(content);
    case "\\(":
      return isFormula(content) && !/^\p{L}{4,}$/u.test(content.trim());
    case "\\[":
      return hasOperator(content);
  }
}

function hasOperator(content: string): boolean {
  return /[\\^_=<>{}+*|]/.test(content);
}

/** Rather a formula than prose between two dollar signs. */
function isFormula(content: string): boolean {
  const words = content.replace(/\\(?:text|mathrm|operatorname)\s*\{[^}]*\}/g, "");
  if (/^\d[\d.,]*\s*(?:[-–/,;]|\p{L}{2,})/u.test(words) && !/[\\^_={}]/.test(words)) return false;
  return hasOperator(words) || !/\p{L}{2,}[\s,.;:]+\p{L}{2,}/u.test(words);
}

/** The opening line alone decides, so that a text that grows never takes the decision back. */
function onItsOwn(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const first = lineOf(state, startLine);
  const delimiters = openings.find(({ open, display }) => display && first.startsWith(open));
  if (!delimiters) return false;
  const { open, close } = delimiters;
  const inOneLine = first.length > open.length + close.length && first.indexOf(close, open.length) === first.length - close.length;
  if (first !== open && !(inOneLine && fits(delimiters, first.slice(open.length, -close.length), "", ""))) return false;
  if (silent) return true;

  let line = startLine + 1;
  let closes = inOneLine;
  const lines = inOneLine ? [first.slice(open.length, -close.length)] : [];
  while (!closes && line < endLine) {
    if (!state.isEmpty(line) && (state.sCount[line] ?? 0) < state.blkIndent) break;
    const next = lineOf(state, line);
    closes = next.endsWith(close);
    lines.push(closes ? next.slice(0, -close.length) : next);
    line += 1;
  }
  const token = state.push("formula_block", "", 0);
  token.content = lines.join("\n").trim();
  token.markup = open;
  token.map = [startLine, line];
  token.meta = { closed: closes };
  state.line = line;
  return true;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trim();
}
