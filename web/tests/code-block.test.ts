// Pasted code: what looks like some, and the block that it becomes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asCodeBlock, looksLikeCode } from "../src/chat/code-block.ts";

/** The text after the replacement. */
function blocked(text: string, code: string, near = text.indexOf(code)): string {
  const block = asCodeBlock(text, code, near);
  assert.ok(block, text);
  return text.slice(0, block.start) + block.text + text.slice(block.end);
}

test("code in the languages of a lab, and what a program says when it fails, look like code", () => {
  for (const code of [
    "def f(x):\n    return x + 1",
    "for (int i = 0; i < n; i++) {\n\tsum += i;\n}",
    "import os\nprint(os.name)",
    "<ul>\n<li>\n</ul>",
    'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nNameError: name x is not defined',
    "const a = 1;\nconst b = 2;",
    "x = 1\ny = x * 2",
  ]) {
    assert.ok(looksLikeCode(code), code);
  }
});

test("prose, one line, and what is fenced already do not", () => {
  for (const text of [
    "Why does my loop never end?\nI tried to print the counter, and it stays the same.\n\nWhat can I do?",
    "x = 1;",
    "",
    "- bread\n- milk\n- what else?",
    "```\ndef f(x):\n    return x\n```",
  ]) {
    assert.equal(looksLikeCode(text), false, text);
  }
});

test("the block stands on lines of its own and keeps the indentation", () => {
  const code = "  if x:\n    y()\n";
  assert.equal(blocked(code, code), "```\n  if x:\n    y()\n```\n");
  assert.equal(blocked(`See: ${code}and then?`, code), "See: \n```\n  if x:\n    y()\n```\nand then?");
  assert.equal(blocked(`See:\n${code}\nand then?`, code), "See:\n```\n  if x:\n    y()\n```\nand then?");
});

test("the fence is longer than any run of backticks inside", () => {
  assert.equal(blocked("a `b`\nc", "a `b`\nc"), "```\na `b`\nc\n```\n");
  assert.equal(blocked("a ```` b", "a ```` b"), "`````\na ```` b\n`````\n");
});

test("where it was pasted counts; elsewhere only when it is not there any more", () => {
  assert.equal(asCodeBlock("f()\ng\nf()", "f()", 6)?.start, 6);
  assert.equal(asCodeBlock("so f()", "f()", 0)?.start, 3);
  assert.equal(asCodeBlock("gone", "f()", 0), null);
});

test("inside a block there is nothing to do", () => {
  assert.equal(asCodeBlock("```\nf()\n", "f()", 4), null);
  assert.ok(asCodeBlock("```\na\n```\nf()", "f()", 10));
});
