// What a reader sees of syntax whose other half has not been written yet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shownLength } from "../src/answer/half-written.ts";
import { mended } from "../src/answer/mended.ts";
import { hardTexts } from "./answer_texts.ts";

/** What has been written, and what of it is shown. */
const lines: readonly (readonly [written: string, shown: string])[] = [
  ["Text", "Text"],
  ["Text\n", "Text\n"],
  ["Title\n--", "Title\n"],
  ["Title\n=", "Title\n"],
  ["Title\n-- no", "Title\n-- no"],
  ["a\n\n-", "a\n\n"],
  ["a\n\n- b", "a\n\n- b"],
  ["a\n\n12.", "a\n\n"],
  ["a\n\n12. b", "a\n\n12. b"],
  ["- a\n  - ", "- a\n"],
  ["##", ""],
  ["## T", "## T"],
  ["a\n\n``", "a\n\n"],
  ["a\n\n```pyt", "a\n\n"],
  ["a\n\n```python\n", "a\n\n```python\n"],
  ["```\nx\n``", "```\nx\n"],
  ["a\n\n$", "a\n\n"],
  ["a\n\n\\[", "a\n\n"],
  ["a\n\n> ", "a\n\n"],
  ["| a", ""],
  ["| a | b |\n", ""],
  ["| a | b |\n|--", ""],
  ["| a | b |\n|---|---|\n", "| a | b |\n|---|---|\n"],
  ["| a | b |\n|---|---|\n| 1", "| a | b |\n|---|---|\n| 1"],
  ["| a | b |\nno table", "| a | b |\nno table"],
  ["1 | 2", "1 | 2"],
];

test("lines that cannot be told yet wait", () => {
  for (const [written, shown] of lines) assert.equal(written.slice(0, shownLength(written)), shown, JSON.stringify(written));
});

test("what has been shown stays shown", () => {
  for (const text of hardTexts) {
    let before = 0;
    for (let length = 0; length <= text.length; length += 1) {
      const now = shownLength(text.slice(0, length));
      assert.ok(now >= before, `${JSON.stringify(text.slice(0, length))} shows ${now} after ${before}`);
      before = now;
    }
  }
});

const paragraphs: readonly (readonly [written: string, shown: string])[] = [
  ["", ""],
  ["plain", "plain"],
  ["a **bold", "a **bold**"],
  ["a **bold ", "a **bold**"],
  ["a **", "a"],
  ["a *", "a"],
  ["a **bold *both", "a **bold *both***"],
  ["a ***both", "a ***both***"],
  ["a **bold**", "a **bold**"],
  ["a **bold* ", "a **bold***"],
  ["a _em", "a _em_"],
  ["snake_case", "snake_case"],
  ["~~gone", "~~gone~~"],
  ["~5", "~5"],
  ["5*3 and 2 * 3", "5*3 and 2 * 3"],
  ["*.cpp", "*.cpp"],
  ["a `code", "a `code`"],
  ["a `", "a"],
  ["a `` `x", "a `` `x``"],
  ["a ``code`", "a ``code``"],
  ["**see `code", "**see `code`**"],
  ["`a` b", "`a` b"],
  ["[text](https://exam", "text"],
  ["[text](https://example.org)", "[text](https://example.org)"],
  ["[text](https://example.org/a_(b)", "text"],
  ["see [te", "see te"],
  ["see [text]", "see text"],
  ["see [text] more", "see [text] more"],
  ["see [text][re", "see text"],
  ["[**bo", "**bo**"],
  ["![alt](https://e", "alt"],
  ["! [a] b", "! [a] b"],
  ["<https://exam", ""],
  ["a < b", "a < b"],
  ["x &am", "x"],
  ["AT&T ", "AT&T"],
  ["end\\", "end"],
  ["so \\( x + ", "so"],
  ["so \\(x\\) is", "so \\(x\\) is"],
  ["so $x^2", "so"],
  ["so $x^2$ is", "so $x^2$ is"],
  ["costs $5", "costs $5"],
  ["costs $5 and **more", "costs $5 and **more**"],
  ["set $HOME to the folder", "set $HOME to the folder"],
  ["$$\\frac{1}", ""],
  ["[ ] to do", "[ ] to do"],
];

test("what is open at the end is shown as if it were closed, or not yet", () => {
  for (const [written, shown] of paragraphs) assert.equal(mended(written), shown, JSON.stringify(written));
});

test("what is whole is not changed", () => {
  for (const text of ["**a** *b* `c` [d](https://d.example) $e$ \\(f\\) ~~g~~ ![h](https://h.example) &amp; <https://i.example>"]) {
    assert.equal(mended(text), text);
  }
});
