// The official OpenAI client reads the test upstream without complaint, and maps its errors to the classes they are meant for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import tls from "node:tls";
import { after, before, describe, test } from "node:test";
import OpenAI from "openai";
import { createCertificates } from "./certificates.mjs";
import { defaultAnswer } from "./default_answer.mjs";
import { startUpstream } from "./server.mjs";

/** @type {import("./certificates.mjs").Certificates} */
let certificates;
/** @type {import("./server.mjs").Upstream} */
let upstream;
/** @type {OpenAI} */
let client;

before(async () => {
  certificates = await createCertificates();
  tls.setDefaultCACertificates([...tls.getCACertificates(), readFileSync(certificates.caFile, "utf8")]);
  upstream = await startUpstream({ apiKey: "sk-test" });
  client = clientOf(upstream);
});
after(async () => {
  await upstream.close();
  await certificates.remove();
});

/** @param {import("./server.mjs").Upstream} server @param {string} [apiKey] */
function clientOf(server, apiKey = "sk-test") {
  return new OpenAI({ apiKey, baseURL: server.url, maxRetries: 0 });
}

/** @param {string} content */
const question = (content) => ({ model: "gpt-4o", messages: [{ role: /** @type {const} */ ("user"), content }] });

/** @param {OpenAI} from @param {string} content */
async function streamed(from, content) {
  const chunks = [];
  for await (const chunk of await from.chat.completions.create({ ...question(content), stream: true })) chunks.push(chunk);
  return chunks;
}

/** @param {OpenAI.ChatCompletionChunk[]} chunks */
const textOfChunks = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");

test("a stream is a role, text and a reason", async () => {
  const chunks = await streamed(client, "What is a closure?");
  assert.equal(chunks[0].choices[0].delta.role, "assistant");
  assert.equal(textOfChunks(chunks), defaultAnswer("What is a closure?"));
  assert.equal(chunks.at(-1)?.choices[0].finish_reason, "stop");
  assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
});

test("the client's own accumulator builds the message and the usage from a stream", async () => {
  const runner = client.chat.completions.stream({ ...question("Add it up"), stream_options: { include_usage: true } });
  const final = await runner.finalChatCompletion();
  assert.equal(final.choices[0].message.content, defaultAnswer("Add it up"));
  assert.equal(final.choices[0].message.role, "assistant");
  assert.ok(final.usage && final.usage.completion_tokens > 10);
});

test("an answer that is not streamed is complete", async () => {
  const whole = await client.chat.completions.create(question("All at once"));
  assert.equal(whole.object, "chat.completion");
  assert.equal(whole.choices[0].message.content, defaultAnswer("All at once"));
  assert.equal(whole.usage?.total_tokens, (whole.usage?.prompt_tokens ?? 0) + (whole.usage?.completion_tokens ?? 0));
});

test("the models are listed", async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes("gpt-4o"));
});

for (const [scenario, type, code] of /** @type {const} */ ([
  ["status-400", OpenAI.BadRequestError, "invalid_value"],
  ["status-401", OpenAI.AuthenticationError, "invalid_api_key"],
  ["status-429", OpenAI.RateLimitError, "rate_limit_exceeded"],
  ["status-429-quota", OpenAI.RateLimitError, "insufficient_quota"],
  ["status-500", OpenAI.InternalServerError, null],
  ["status-502-html", OpenAI.InternalServerError, undefined],
  ["status-503", OpenAI.InternalServerError, null],
])) {
  for (const stream of [true, false]) {
    test(`${scenario} ${stream ? "streamed" : "whole"} is a ${type.name}`, async () => {
      const asked = client.chat.completions.create({ ...question(`[[upstream: ${scenario}]]`), stream });
      await assert.rejects(asked, (error) => error instanceof type && error.code === code);
    });
  }
}

test("a wrong key is an AuthenticationError", async () => {
  await assert.rejects(streamed(clientOf(upstream, "sk-other"), "hi"), OpenAI.AuthenticationError);
});

test("the client tries again after 429 and succeeds", async () => {
  const patient = new OpenAI({ apiKey: "sk-test", baseURL: upstream.url, maxRetries: 1 });
  const whole = await patient.chat.completions.create(question("[[upstream: status-429-then-ok key=retry times=1 retry_after=0]] again"));
  assert.equal(whole.choices[0].message.content, defaultAnswer("again"));
});

test("an error inside the stream is an APIError after the text before it", async () => {
  let text = "";
  const stream = await client.chat.completions.create({ ...question("[[upstream: error-in-stream after=2]] hi"), stream: true });
  await assert.rejects(async () => {
    for await (const chunk of stream) text += chunk.choices[0].delta.content;
  }, OpenAI.APIError);
  assert.equal(text, defaultAnswer("hi").slice(0, text.length));
  assert.notEqual(text, "");
});

test("a cut stream is an error", async () => {
  await assert.rejects(streamed(client, "[[upstream: cut-mid-stream]]"));
});

for (const scenario of ["crlf", "cr", "comments", "multi-line-data", "no-done"]) {
  test(`the client reads the framing ${scenario}`, async () => {
    assert.equal(textOfChunks(await streamed(client, `[[upstream: ${scenario}]] framed`)), defaultAnswer("framed"));
  });
}

describe("over TLS", () => {
  for (const http2 of [false, true]) {
    test(`the client reads a stream from a server ${http2 ? "with" : "without"} HTTP/2`, async (t) => {
      const secure = await startUpstream({ tls: certificates.server, http2, apiKey: "sk-test" });
      t.after(() => secure.close());
      assert.equal(textOfChunks(await streamed(clientOf(secure), "secret")), defaultAnswer("secret"));
    });
  }

  test("a certificate that nobody vouches for is a connection error, and nothing was asked", async (t) => {
    const shady = await startUpstream({ tls: certificates.untrusted });
    t.after(() => shady.close());
    await assert.rejects(streamed(clientOf(shady), "secret"), OpenAI.APIConnectionError);
    assert.equal(shady.requests.length, 0);
  });
});
