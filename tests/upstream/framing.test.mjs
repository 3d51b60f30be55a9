// Unusual framings are on the wire as claimed and still carry the whole answer; broken streams are broken in the way they say.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { defaultAnswer, defaultDeltas } from "./default_answer.mjs";
import { askRaw, eventsOf, textOfBody } from "./raw_client.mjs";
import { kEveryByteDeltas } from "./scenarios/framing.mjs";
import { startUpstream } from "./server.mjs";

/** @type {import("./server.mjs").Upstream} */
let upstream;
before(async () => (upstream = await startUpstream()));
after(() => upstream.close());

/** @param {string} directive */
const ask = (directive) => askRaw(upstream.port, `[[upstream: ${directive}]] hi`);
/** @param {number} count */
const firstText = (count) => defaultDeltas("hi").slice(0, count).join("");

test("crlf: every line ends with CR LF", async () => {
  const { body, complete } = await ask("crlf");
  assert.equal(body.toString().replaceAll("\r\n", "").match(/[\r\n]/), null);
  assert.equal(textOfBody(body), defaultAnswer("hi"));
  assert.ok(complete);
});

test("cr: every line ends with CR alone", async () => {
  const { body } = await ask("cr");
  assert.ok(!body.includes("\n"));
  assert.equal(textOfBody(body), defaultAnswer("hi"));
});

test("multi-line-data: an event has several data fields that join to JSON", async () => {
  const { body } = await ask("multi-line-data");
  assert.ok(body.toString().split("\n\n")[0].split("\n").length > 5);
  assert.equal(textOfBody(body), defaultAnswer("hi"));
});

test("comments: comment lines and a retry field stand between the events", async () => {
  const { body } = await ask("comments");
  assert.match(body.toString(), /^retry: 3000\n\n/);
  assert.ok(body.toString().split(": keep-alive\n\n").length > 20);
  assert.equal(textOfBody(body), defaultAnswer("hi"));
});

test("every-byte: each byte of the body is an HTTP chunk of its own", async () => {
  const { body, chunks, complete } = await ask("every-byte");
  assert.ok(chunks.every((chunk) => chunk.length === 1));
  assert.equal(textOfBody(body), kEveryByteDeltas.join(""));
  assert.ok(complete);
});

test("error-in-stream: the last event is an error object", async () => {
  const { body, complete } = await ask("error-in-stream after=2");
  const events = eventsOf(body);
  assert.deepEqual(Object.keys(JSON.parse(/** @type {string} */ (events.at(-1)))), ["error"]);
  assert.equal(textOfBody(events.slice(0, -1).map((data) => `data: ${data}\n\n`).join("")), firstText(2));
  assert.ok(complete);
});

test("malformed-json: one event is not JSON", async () => {
  const broken = eventsOf((await ask("malformed-json after=2")).body).filter((data) => {
    try {
      return data !== "[DONE]" && !JSON.parse(data);
    } catch {
      return true;
    }
  });
  assert.equal(broken.length, 1);
});

test("wrong-shape: one event is JSON but no chunk", async () => {
  const events = eventsOf((await ask("wrong-shape after=2")).body).filter((data) => data !== "[DONE]").map((data) => JSON.parse(data));
  assert.equal(events.filter((event) => !Array.isArray(event.choices)).length, 1);
});

for (const [scenario, finish, done] of /** @type {const} */ ([
  ["no-done", true, false],
  ["no-finish", false, false],
  ["done-without-finish", false, true],
])) {
  test(`${scenario}: a clean end ${finish ? "with" : "without"} finish_reason, ${done ? "with" : "without"} [DONE]`, async () => {
    const { body, complete } = await ask(scenario);
    assert.equal(body.includes('"finish_reason":"stop"'), finish);
    assert.equal(body.includes("[DONE]"), done);
    assert.equal(textOfBody(body), defaultAnswer("hi"));
    assert.ok(complete);
  });
}

test("empty: finish_reason stop and no text", async () => {
  const { body } = await ask("empty");
  assert.equal(textOfBody(body), "");
  assert.ok(body.includes('"finish_reason":"stop"'));
});

for (const [scenario, reason] of /** @type {const} */ ([["length", "length"], ["content-filter", "content_filter"]])) {
  test(`${scenario}: some text, then finish_reason ${reason}`, async () => {
    const { body } = await ask(`${scenario} after=4`);
    assert.equal(textOfBody(body), firstText(4));
    assert.ok(body.includes(`"finish_reason":"${reason}"`));
  });
}

test("huge-delta: one event has 1 MiB of text", async () => {
  const { body } = await ask("huge-delta");
  assert.equal(textOfBody(body).length, 1 << 20);
  assert.equal(eventsOf(body).length, 4);
});

test("split-surrogate: the halves of an emoji are two escapes in two events", async () => {
  const { body } = await ask("split-surrogate");
  const events = eventsOf(body);
  assert.ok(events.some((data) => data.includes('"content":"\\ud83d"')));
  assert.ok(events.some((data) => data.includes('"content":"\\ude00"')));
  assert.equal(textOfBody(body), "A smile 😀 in two halves");
});

test("lone-surrogate: half an emoji, never completed", async () => {
  const { body } = await ask("lone-surrogate");
  assert.ok(body.includes('"content":"\\ud83d"'));
  assert.ok(!textOfBody(body).isWellFormed());
});
