// What becomes of a model's Markdown, which is not to be trusted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { languageOf, renderBlocks } from "../src/answer/markdown.ts";

const html = (text: string) => renderBlocks(text).join("");

test("raw HTML stays text", () => {
  assert.equal(html("<img src=x onerror=alert(1)>").trim(), "<p>&lt;img src=x onerror=alert(1)&gt;</p>");
});

test("only web and mail addresses become links", () => {
  assert.match(html("[a](https://example.org/)"), /<a href="https:\/\/example.org\/" target="_blank" rel="noopener noreferrer" class="external">/);
  assert.match(html("[a](mailto:lab@example.org)"), /<a /);
  for (const bad of ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "/auth/logout", "//example.org"]) {
    assert.doesNotMatch(html(`[a](${bad})`), /<a /, bad);
  }
});

test("file names are not taken for web sites", () => {
  assert.doesNotMatch(html("Open main.py and std.io and a@b.cc"), /<a /);
  assert.match(html("See https://example.org/x."), /href="https:\/\/example.org\/x"/);
});

test("a picture is a link to it, since the page loads nothing from elsewhere", () => {
  const picture = html("![a \"chart\"](https://example.org/c.png)");
  assert.doesNotMatch(picture, /<img/);
  assert.match(picture, /<a href="https:\/\/example.org\/c.png"[^>]*>a &quot;chart&quot;/);
});

test("no style attributes: a table's alignment is a class", () => {
  const table = html("|a|b|\n|--:|:-:|\n|1|2|");
  assert.doesNotMatch(table, /style/);
  assert.match(table, /<th class="align-right">a<\/th>/);
  assert.match(table, /<td class="align-center">2<\/td>/);
});

test("a code block has its language's name, a copy button and its text unchanged", () => {
  const code = html("```c++ {.x}\nif (a < b && c) {}\n```");
  assert.match(code, /<span>C\+\+<\/span><button type="button" class="copy"/);
  assert.match(code, /if \(a &lt; b &amp;&amp; c\) \{\}/);
  assert.match(html("```\nx\n```"), /<span>Code<\/span>/);
  assert.match(html("```constructor\nx\n```"), /<span>constructor<\/span>/);
  assert.equal(languageOf('<b>"'), "");
});

test("an answer's headings stay below the page's own", () => {
  assert.match(html("# One"), /<h3>One<\/h3>/);
  assert.match(html("###### Six"), /<h6>Six<\/h6>/);
});

test("text that grows at its end keeps the blocks before the last", () => {
  const text = "# One\n\nTwo *words*.\n\n- a\n  - b\n- c\n\n```cpp\nint x;\n\nint y;\n```\n\n| a |\n|---|\n| 1 |\n\nLast";
  const whole = renderBlocks(text);
  assert.equal(whole.length, 6);
  for (let length = 0; length <= text.length; length++) {
    const part = renderBlocks(text.slice(0, length));
    part.slice(0, -1).forEach((block, index) => assert.equal(block, whole[index], `block ${index} of ${length} characters`));
  }
});

test("an open code block is drawn as one while it grows", () => {
  assert.match(html("Look:\n\n```cpp\nint ma"), /<figure class="code">.*int ma/s);
});
