// Scenarios that wait do so until they are released, and a client that leaves is noticed.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http2 from "node:http2";
import { after, before, test } from "node:test";
import { createCertificates } from "./certificates.mjs";
import { defaultAnswer, defaultDeltas } from "./default_answer.mjs";
import { askRaw, chatBody, readUntil, sendRaw, textOfBody } from "./raw_client.mjs";
import { startUpstream } from "./server.mjs";
import { kUnicodeDeltas } from "./unicode_answer.mjs";

/** @type {import("./certificates.mjs").Certificates} */
let certificates;
/** @type {import("./server.mjs").Upstream} */
let upstream;
/** @type {import("./server.mjs").Upstream} */
let secure;

before(async () => {
  certificates = await createCertificates();
  upstream = await startUpstream();
  secure = await startUpstream({ tls: certificates.server, http2: true });
});
after(async () => {
  await upstream.close();
  await secure.close();
  await certificates.remove();
});

test("hold: the deltas before the gate come, the rest after the release", async () => {
  const socket = sendRaw(upstream.port, "[[upstream: hold name=hold after=2]] hi");
  await readUntil(socket, JSON.stringify(defaultDeltas("hi")[1]));
  assert.equal(upstream.requests.at(-1)?.deltasSent, 2);
  upstream.release("hold");
  await readUntil(socket, "[DONE]");
  await once(socket, "close");
  assert.equal(await upstream.requests.at(-1)?.ended, "finished");
});

test("a request can be waited for by its question, before it comes", async () => {
  const coming = upstream.waitForRequest((request) => request.question === "awaited" && request.scenario === "silence");
  const socket = sendRaw(upstream.port, "[[upstream: silence]] awaited");
  assert.equal((await coming).method, "POST");
  socket.destroy();
  assert.equal(await (await coming).ended, "aborted");
});

test("a release may come before the request", async () => {
  upstream.release("early");
  const answer = await askRaw(upstream.port, "[[upstream: slow-headers name=early]] hi");
  assert.equal(textOfBody(answer.body), defaultAnswer("hi"));
});

test("slow-headers: not a byte before the release", async () => {
  const socket = sendRaw(upstream.port, "[[upstream: slow-headers name=headers]] hi");
  await upstream.waitForRequest((request) => request.scenario === "slow-headers" && request.question === "hi");
  assert.equal(socket.bytesRead, 0);
  upstream.release("headers");
  await readUntil(socket, "[DONE]");
});

test("slow-first-token: headers and role before the release, text after it", async () => {
  const socket = sendRaw(upstream.port, "[[upstream: slow-first-token name=token]] hi");
  const before = await readUntil(socket, '"role":"assistant"');
  assert.ok(before.startsWith("HTTP/1.1 200"));
  assert.ok(!before.includes(defaultDeltas("hi")[0]));
  upstream.release("token");
  await readUntil(socket, "[DONE]");
});

test("stepped: one release, one delta", async () => {
  const deltas = defaultDeltas("hi");
  const socket = sendRaw(upstream.port, "[[upstream: stepped name=steps]] hi");
  for (const delta of deltas.slice(0, 3)) {
    upstream.release("steps", 1);
    await readUntil(socket, JSON.stringify(delta));
  }
  assert.equal(upstream.requests.at(-1)?.deltasSent, 3);
  upstream.release("steps");
  await readUntil(socket, "[DONE]");
});

test("paced: as many deltas as asked for", async () => {
  const answer = await askRaw(upstream.port, "[[upstream: paced count=3 interval_ms=1]]");
  assert.equal(textOfBody(answer.body), "word0 word1 word2 ");
});

test("a client that leaves during a silence has aborted (HTTP/1.1)", async () => {
  const socket = sendRaw(upstream.port, "[[upstream: silence after=1]] leaving");
  await readUntil(socket, JSON.stringify(defaultDeltas("leaving")[0]));
  socket.destroy();
  const request = await upstream.waitForRequest((candidate) => candidate.question === "leaving");
  assert.equal(await request.ended, "aborted");
  assert.equal(request.aborted, true);
});

test("a client that cancels its stream has aborted (HTTP/2), and the connection serves on", async () => {
  const session = http2.connect(`https://127.0.0.1:${secure.port}`, { ca: readFileSync(certificates.caFile) });
  const open = (/** @type {string} */ content) => {
    const stream = session.request({ ":method": "POST", ":path": "/v1/chat/completions", "content-type": "application/json" });
    stream.end(chatBody(content));
    return stream;
  };
  const silent = open("[[upstream: silence after=1]] leaving");
  await once(silent, "data");
  silent.close(http2.constants.NGHTTP2_CANCEL);
  const request = await secure.waitForRequest((candidate) => candidate.question === "leaving");
  assert.equal(await request.ended, "aborted");
  assert.equal(request.httpVersion, "2.0");

  let body = "";
  for await (const part of open("still there?")) body += part;
  assert.equal(textOfBody(body), defaultAnswer("still there?"));
  session.close();
});

test("closing the server drops those who wait", async () => {
  const closing = await startUpstream();
  const socket = sendRaw(closing.port, "[[upstream: silence]]");
  await once(socket, "data");
  await Promise.all([once(socket, "close"), closing.close()]);
});

test("stepped: the text with all that is easily cut, one delta for each release", async () => {
  const socket = sendRaw(upstream.port, "[[upstream: stepped name=unicode text=unicode]] hi");
  const request = await upstream.waitForRequest((logged) => logged.scenario === "stepped" && logged.body.messages.at(-1).content.includes("name=unicode"));
  upstream.release("unicode", 1);
  await readUntil(socket, JSON.stringify(kUnicodeDeltas[0]));
  assert.equal(request.deltasSent, 1);
  upstream.release("unicode");
  await readUntil(socket, "[DONE]");
  assert.ok(kUnicodeDeltas.every((delta) => delta.isWellFormed()));
});
