// What is a formula and what is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerBlocks } from "../src/answer/answer-blocks.ts";
import { styledLetters } from "../src/answer/math-letters.ts";
import { inlineHtml, markdown } from "../src/answer/markdown.ts";

/** The formulas in a line, each with its opening delimiter. */
function formulas(text: string): string[] {
  const found = inlineHtml(markdown.parseInline(text, {}), {}).matchAll(/<span class="formula (\w+)">(.*?)<\/span>/gs);
  return [...found].map(([, name, source]) => `${name}: ${source}`);
}

const inLine: readonly (readonly [text: string, formulas: readonly string[]])[] = [
  ["so $x$ is", ["dollar: x"]],
  ["$a_1 + b_1$, $a*b$ and $c*d$", ["dollar: a_1 + b_1", "dollar: a*b", "dollar: c*d"]],
  ["$O(n \\log n)$-time", ["dollar: O(n \\log n)"]],
  ["($n$), \"$m$\".", ["dollar: n", "dollar: m"]],
  ["$5$ of $10$", ["dollar: 5", "dollar: 10"]],
  ["**$x$**", ["dollar: x"]],
  ["$\\text{price in \\$}$", ["dollar: \\text{price in \\$}"]],
  ["$$x^2$$ here", ["dollars: x^2"]],
  ["\\(x\\) and \\(a < b\\)", ["round: x", "round: a &lt; b"]],
  ["see \\[x^2\\] here", ["square: x^2"]],
  // Prices.
  ["It costs $5 and $10.", []],
  ["between $5 and $10, or so", []],
  ["$5-$10, US$5, 5$, 10$", []],
  ["$1,000 to $2,000 a year", []],
  ["$20/month or $200/year", []],
  // A shell's variables and prompts.
  ["echo $HOME and $PATH", []],
  ["$HOME/bin:$PATH", []],
  ["$ npm i && $ npm test", []],
  ["A=$B C=$D", []],
  ["kill $$ and wait $$ now", []],
  ["${name} and ${other}", []],
  // Code and what is escaped.
  ["`$x$` and ``\\(y\\)``", []],
  ["\\$x\\$ is not", []],
  ["\\\\(x\\\\)", []],
  ["\\[1\\] is a note, \\(see below\\) and \\(optional\\)", []],
  ["a $ b $ c", []],
  ["$x", []],
  ["$$", []],
  ["$$$x$$$", []],
];

test("in a line", () => {
  for (const [text, expected] of inLine) assert.deepEqual(formulas(text), expected, text);
});

test("what is no formula stays as it was written", () => {
  assert.equal(inlineHtml(markdown.parseInline("It costs $5, \\$6 or $$ and $HOME", {}), {}), "It costs $5, $6 or $$ and $HOME");
});

const kinds = (text: string, growing = false) => new AnswerBlocks().update(text, growing).map((block) => (block.kind === "formula" ? `${block.markup}${block.source}` : block.kind));

test("on its own", () => {
  assert.deepEqual(kinds("a\n$$\nx\n\ny\n$$\nb"), ["lines", "$$x\n\ny", "lines"]);
  assert.deepEqual(kinds("\\[\nx\n\\]\n\\[ y^2 \\]\n$$ z $$"), ["\\[x", "\\[y^2", "$$z"].map((each) => each.trim()));
  assert.deepEqual(kinds("$$\nx\ny $$\n\nb"), ["$$x\ny", "lines"]);
  assert.deepEqual(kinds("\\[not a link\\]"), ["lines"]);
  assert.deepEqual(kinds("    $$\n    x\n    $$"), ["code"]);
  assert.deepEqual(kinds("```\n$$\nx\n$$\n```"), ["code"]);
});

test("a formula that is still being written is told from one that ended", () => {
  const closed = (text: string, growing: boolean) => new AnswerBlocks().update(text, growing).map((block) => block.kind === "formula" && block.closed);
  assert.deepEqual(closed("$$\nx", true), [false]);
  assert.deepEqual(closed("$$\nx\n$$\n", true), [true]);
});

test("letters of other kinds are characters of their own", () => {
  assert.equal(styledLetters("RQx1", "double-struck"), "ℝℚ𝕩𝟙");
  assert.equal(styledLetters("hA", "italic"), "ℎ𝐴");
  assert.equal(styledLetters("Lβ", "script"), "ℒβ");
  assert.equal(styledLetters("x", "constructor"), "x");
});
