// The bytes of a regular stream: headers, the shape and the order of the events.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { defaultAnswer, defaultDeltas } from "./default_answer.mjs";
import { askRaw, eventsOf, textOfBody } from "./raw_client.mjs";
import { startUpstream } from "./server.mjs";

/** @type {import("./server.mjs").Upstream} */
let upstream;
before(async () => (upstream = await startUpstream()));
after(() => upstream.close());

test("a stream is text/event-stream and ends with [DONE]", async () => {
  const answer = await askRaw(upstream.port, "hello");
  assert.equal(answer.status, 200);
  assert.match(answer.head, /content-type: text\/event-stream/i);
  assert.ok(answer.body.toString().endsWith("data: [DONE]\n\n"));
  assert.ok(answer.complete);
});

test("every chunk has the keys OpenAI sends, the same id, and a choice", async () => {
  const chunks = eventsOf((await askRaw(upstream.port, "hello")).body).slice(0, -1).map((data) => JSON.parse(data));
  for (const chunk of chunks) {
    assert.deepEqual(Object.keys(chunk), [
      "id", "object", "created", "model", "service_tier", "system_fingerprint", "choices", "obfuscation",
    ]);
    assert.equal(chunk.object, "chat.completion.chunk");
    assert.equal(chunk.id, chunks[0].id);
    assert.deepEqual(Object.keys(chunk.choices[0]), ["index", "delta", "logprobs", "finish_reason"]);
  }
  assert.deepEqual(chunks[0].choices[0].delta, { role: "assistant", content: "", refusal: null });
  assert.deepEqual(chunks.at(-1).choices[0].delta, {});
  assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
});

test("the answer is the same every time and comes in small deltas that part no surrogate pair", async () => {
  const text = textOfBody((await askRaw(upstream.port, "Grüße 👋")).body);
  assert.equal(text, defaultAnswer("Grüße 👋"));
  assert.ok(defaultDeltas("Grüße 👋").length > 20);
  assert.ok(defaultDeltas("Grüße 👋").every((delta) => delta.isWellFormed()));
});

test("usage comes only when asked for, in a last chunk without a choice", async () => {
  const answer = await askRaw(upstream.port, "hello", { stream_options: { include_usage: true } });
  const events = eventsOf(answer.body);
  const chunks = events.slice(0, -1).map((data) => JSON.parse(data));
  assert.ok(chunks.slice(0, -1).every((chunk) => chunk.usage === null));
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.equal(chunks.at(-1).usage.completion_tokens, defaultDeltas("hello").length);
  assert.equal(events.at(-1), "[DONE]");
});

test("the padding goes away when the client does not want it", async () => {
  const answer = await askRaw(upstream.port, "hello", { stream_options: { include_obfuscation: false } });
  assert.ok(!answer.body.includes("obfuscation"));
});

test("echo-request answers with the JSON it got", async () => {
  const answer = await askRaw(upstream.port, "[[upstream: echo-request]]", { max_completion_tokens: 7 });
  assert.deepEqual(JSON.parse(textOfBody(answer.body)), {
    model: "gpt-4o",
    stream: true,
    messages: [{ role: "user", content: "[[upstream: echo-request]]" }],
    max_completion_tokens: 7,
  });
});
