// An answer that is parsed by pieces has the blocks that parsing it as a whole gives, wherever it is cut.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerBlocks } from "../src/answer/answer-blocks.ts";
import { blocksOf } from "../src/answer/blocks.ts";
import { shownLength } from "../src/answer/half-written.ts";
import { markdown } from "../src/answer/markdown.ts";
import { hardTexts, randomText, seededRandom } from "./answer_texts.ts";

/** Without any piece kept: one parse of all that is shown. */
function whole(text: string, growing: boolean) {
  const normal = text.replace(/\r$/, "").replace(/\r\n?/g, "\n");
  const env = { growing };
  return blocksOf(markdown.parse(growing ? normal.slice(0, shownLength(normal)) : normal, env), env);
}

test("at every prefix of every hard text", () => {
  for (const text of hardTexts) {
    const pieces = new AnswerBlocks();
    for (let length = 0; length <= text.length; length += 1) {
      const prefix = text.slice(0, length);
      assert.deepEqual(pieces.update(prefix, true), whole(prefix, true), JSON.stringify(prefix));
    }
    assert.deepEqual(pieces.update(text, false), whole(text, false), JSON.stringify(text));
  }
});

test("what a growing text shows is what its end shows, but for the last block", () => {
  for (const text of hardTexts) {
    for (let length = 0; length <= text.length; length += 1) {
      const prefix = text.slice(0, length);
      const growing = whole(prefix, true);
      const ended = whole(prefix, false);
      assert.deepEqual(growing.slice(0, -1), ended.slice(0, Math.max(growing.length - 1, 0)), JSON.stringify(prefix));
    }
  }
});

test("with random texts, cut at random", () => {
  const random = seededRandom(2024);
  for (let round = 0; round < 1500; round += 1) {
    const text = randomText(random, 5 + Math.floor(random() * 60));
    const pieces = new AnswerBlocks();
    for (let end = 0; end < text.length; end += 1 + Math.floor(random() * 8)) {
      const prefix = text.slice(0, end);
      assert.deepEqual(pieces.update(prefix, true), whole(prefix, true), `round ${round}: ${JSON.stringify(prefix)}`);
    }
    assert.deepEqual(pieces.update(text, false), whole(text, false), `round ${round}: ${JSON.stringify(text)}`);
  }
});

test("blocks that are finished are kept as they are, not made again", () => {
  const text = `${"A paragraph with [a link].\n\n".repeat(200)}and the end\n\n[a link]: https://a.example`;
  const blocks = new AnswerBlocks();
  let before: readonly unknown[] = [];
  let same = 0;
  const end = text.indexOf("and the end");
  for (let length = end; length < end + 12; length += 1) {
    const now = blocks.update(text.slice(0, length), true);
    same = now.filter((block, index) => block === before[index]).length;
    before = now;
  }
  assert.ok(same >= 199, `${same} of 201 were kept`);
  const last = blocks.update(text, false)[0];
  assert.ok(last?.kind === "lines" && last.html.includes("https://a.example"), "a definition at the end reaches the first block");
});

test("another text begins anew", () => {
  const blocks = new AnswerBlocks();
  blocks.update("one\n\ntwo\n\nthree\n", true);
  assert.deepEqual(blocks.update("other\n\ntwo", true), whole("other\n\ntwo", true));
});
