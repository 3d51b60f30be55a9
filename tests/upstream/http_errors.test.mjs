// Refusals have the status, the headers and the body they claim; bad requests are refused as OpenAI does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { askRaw } from "./raw_client.mjs";
import { startUpstream } from "./server.mjs";

/** @param {import("node:test").TestContext} t @param {import("./server.mjs").UpstreamOptions} [options] */
async function upstreamFor(t, options) {
  const upstream = await startUpstream(options);
  t.after(() => upstream.close());
  return upstream;
}

for (const status of [400, 401, 429, 500, 503]) {
  test(`status-${status} has OpenAI's error object`, async (t) => {
    const upstream = await upstreamFor(t);
    const answer = await askRaw(upstream.port, `[[upstream: status-${status}]]`);
    assert.equal(answer.status, status);
    assert.match(answer.head, /content-type: application\/json/i);
    assert.deepEqual(Object.keys(JSON.parse(answer.body.toString()).error), ["message", "type", "param", "code"]);
    assert.deepEqual(upstream.complaints, []);
  });
}

test("429 says when to come back", async (t) => {
  const upstream = await upstreamFor(t);
  const answer = await askRaw(upstream.port, "[[upstream: status-429 retry_after=17]]");
  assert.match(answer.head, /retry-after: 17\b/i);
});

test("429 the first times with a key, then an answer; other keys count for themselves", async (t) => {
  const upstream = await upstreamFor(t);
  const ask = async (/** @type {string} */ key) => (await askRaw(upstream.port, `[[upstream: status-429-then-ok key=${key} times=2]]`)).status;
  assert.deepEqual([await ask("a"), await ask("a"), await ask("b"), await ask("a")], [429, 429, 429, 200]);
});

test("503 the first time with a key, then an answer; it says when to come back only if it is told to", async (t) => {
  const upstream = await upstreamFor(t);
  const first = await askRaw(upstream.port, "[[upstream: status-503-then-ok key=a retry_after=4]]");
  assert.equal(first.status, 503);
  assert.match(first.head, /retry-after: 4\b/i);
  assert.equal((await askRaw(upstream.port, "[[upstream: status-503-then-ok key=a]]")).status, 200);
  assert.doesNotMatch((await askRaw(upstream.port, "[[upstream: status-503]]")).head, /retry-after/i);
});

test("a page of HTML comes with 502, and with 200", async (t) => {
  const upstream = await upstreamFor(t);
  for (const [scenario, status] of /** @type {const} */ ([["status-502-html", 502], ["html-200", 200]])) {
    const answer = await askRaw(upstream.port, `[[upstream: ${scenario}]]`);
    assert.equal(answer.status, status);
    assert.match(answer.head, /content-type: text\/html/i);
    assert.match(answer.body.toString(), /<html>/);
  }
});

for (const [what, body] of /** @type {[string, object][]} */ ([
  ["no model", { model: undefined }],
  ["no messages", { messages: [] }],
  ["an unknown role", { messages: [{ role: "teacher", content: "hi" }] }],
  ["a content that is a number", { messages: [{ role: "user", content: 7 }] }],
  ["half a surrogate pair", { messages: [{ role: "user", content: "\ud83d" }] }],
  ["stream_options without a stream", { stream: false, stream_options: { include_usage: true } }],
  ["a token limit of 0", { max_completion_tokens: 0 }],
  ["two token limits", { max_completion_tokens: 5, max_tokens: 5 }],
])) {
  test(`a request with ${what} is refused and noted`, async (t) => {
    const upstream = await upstreamFor(t);
    const answer = await askRaw(upstream.port, "hi", body);
    assert.equal(answer.status, 400);
    assert.equal(JSON.parse(answer.body.toString()).error.type, "invalid_request_error");
    assert.equal(upstream.complaints.length, 1);
  });
}

for (const directive of ["[[upstream: no-such-thing]]", "[[upstream hold]]", "[[upstream: hold after=many]]"]) {
  test(`the directive ${directive} is refused and noted`, async (t) => {
    const upstream = await upstreamFor(t);
    assert.equal((await askRaw(upstream.port, directive)).status, 400);
    assert.equal(upstream.complaints.length, 1);
  });
}

test("unknown paths and other methods are 404", async (t) => {
  const upstream = await upstreamFor(t);
  const answer = await fetch(`${upstream.url}/chat/completions`);
  assert.equal(answer.status, 404);
  assert.equal(upstream.complaints.length, 1);
});

test("only the directive of the last user message counts", async (t) => {
  const upstream = await upstreamFor(t);
  const messages = [
    { role: "system", content: "Be kind." },
    { role: "user", content: "[[upstream: status-500]]" },
    { role: "assistant", content: "[[upstream: status-503]]" },
    { role: "user", content: "and now?" },
  ];
  assert.equal((await askRaw(upstream.port, "", { messages })).status, 200);
  assert.equal(upstream.requests[0].question, "and now?");
});

test("with a key set, another one or none is 401", async (t) => {
  const upstream = await upstreamFor(t, { apiKey: "sk-right" });
  assert.equal((await askRaw(upstream.port, "hi")).status, 401);
  assert.equal(upstream.requests[0].headers.authorization, undefined);
});
