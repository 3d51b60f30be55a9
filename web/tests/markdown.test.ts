// What becomes of a model's Markdown, which is not to be trusted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerBlocks } from "../src/answer/answer-blocks.ts";
import { type Block, languageOf } from "../src/answer/blocks.ts";

const blocks = (text: string, growing = false) => new AnswerBlocks().update(text, growing);

function html(text: string): string {
  const of = (block: Block): string => {
    if (block.kind === "lines") return block.html;
    if (block.kind === "holder") return block.blocks.map(of).join("");
    if (block.kind === "table") return [block.head, ...block.rows].flat().map((cell) => cell.html).join("");
    return "";
  };
  return blocks(text).map(of).join("\n");
}

test("raw HTML stays text", () => {
  assert.equal(html("<img src=x onerror=alert(1)>"), "&lt;img src=x onerror=alert(1)&gt;");
  assert.equal(html("<div>\n\n*x*"), "&lt;div&gt;\n<em>x</em>");
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

test("the host is written behind a link that misleads", () => {
  assert.match(html("[bank.example](https://evil.example/)"), />bank\.example<span class="host"> \(evil\.example\)<\/span>/);
  assert.match(html("[**bank**.example](https://evil.example/)"), /<span class="host">/);
  assert.doesNotMatch(html("[the bank](https://evil.example/)"), /host/);
});

test("a table's alignment is told, not styled", () => {
  const [table] = blocks("|a|b|c|\n|--:|:-:|---|\n|1|2|3|");
  assert.ok(table?.kind === "table");
  assert.deepEqual(table.head.map(({ align }) => align), ["right", "center", null]);
  assert.deepEqual(table.rows, [[{ align: "right", html: "1" }, { align: "center", html: "2" }, { align: null, html: "3" }]]);
});

test("a code block has its language, its text unchanged, and tells whether it is whole", () => {
  assert.deepEqual(blocks("```c++ {.x}\nif (a < b && c) {}\n```"), [{ kind: "code", language: "c++", code: "if (a < b && c) {}\n", closed: true }]);
  assert.deepEqual(blocks("Look:\n\n```cpp\nint ma", true).at(-1), { kind: "code", language: "cpp", code: "int ma", closed: false });
  assert.deepEqual(blocks("- x\n  ```\n  y\n"), [
    {
      kind: "holder",
      tag: "ul",
      start: null,
      blocks: [
        { kind: "holder", tag: "li", start: null, blocks: [{ kind: "lines", tag: "div", html: "x" }, { kind: "code", language: "", code: "y\n", closed: false }] },
      ],
    },
  ]);
  assert.equal(languageOf('<b>"'), "");
});

test("an answer's headings stay below the page's own", () => {
  const tags = blocks("# One\n\n## Two\n\n###### Six").map((block) => block.kind === "lines" && block.tag);
  assert.deepEqual(tags, ["h3", "h4", "h6"]);
});

test("a list that begins elsewhere keeps its numbers", () => {
  const [list] = blocks("3. c\n4. d");
  assert.ok(list?.kind === "holder" && list.tag === "ol" && list.start === 3);
});
