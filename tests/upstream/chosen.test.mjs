// Answers that the test chooses, and the long lesson.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { lesson, tokensOf } from "./lesson.mjs";
import { askRaw, readUntil, sendRaw, textOfBody } from "./raw_client.mjs";
import { startUpstream } from "./server.mjs";

/** @type {import("./server.mjs").Upstream} */
let upstream;
before(async () => (upstream = await startUpstream()));
after(() => upstream.close());

test("say: the question's own text, with line breaks", async () => {
  const { body } = await askRaw(upstream.port, "[[upstream: say]] one **two**\n\n- three 👩‍💻");
  assert.equal(textOfBody(body), "one **two**\n\n- three 👩‍💻");
});

test("say: waits at each mark for a release", async () => {
  const socket = sendRaw(upstream.port, "[[upstream: say name=marks]] first⏸second⏸third");
  let got = "";
  socket.on("data", (part) => (got += part));
  await readUntil(socket, '"first"');
  assert.doesNotMatch(got, /second/);
  upstream.release("marks", 1);
  await readUntil(socket, '"second"');
  assert.doesNotMatch(got, /third/);
  upstream.release("marks", 1);
  await once(socket, "close");
  assert.match(got, /third.*\[DONE\]/s);
});

test("lecture: the lesson, of the length that was asked for", async () => {
  const { body } = await askRaw(upstream.port, "[[upstream: lecture length=3000 rate=100000]]");
  assert.equal(textOfBody(body), lesson(3000));
  assert.equal(lesson(3000).length, 3000);
  assert.equal(tokensOf(lesson(3000)).join(""), lesson(3000));
});
