// Connections break where and how the scenario says, over HTTP/1.1 and HTTP/2.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { constants } from "node:http2";
import { after, before, test } from "node:test";
import { createCertificates } from "./certificates.mjs";
import { defaultDeltas } from "./default_answer.mjs";
import { askHttp2, askRaw, readUntil, sendRaw, textOfBody } from "./raw_client.mjs";
import { startUpstream } from "./server.mjs";

/** @type {import("./certificates.mjs").Certificates} */
let certificates;
/** @type {import("./server.mjs").Upstream} */
let plain;
/** @type {import("./server.mjs").Upstream} */
let secure;

before(async () => {
  certificates = await createCertificates();
  plain = await startUpstream();
  secure = await startUpstream({ tls: certificates.server, http2: true });
});
after(async () => {
  await plain.close();
  await secure.close();
  await certificates.remove();
});

/** @param {string} directive */
const askSecurely = (directive) => askHttp2(secure.port, `[[upstream: ${directive}]] hi`, readFileSync(certificates.caFile));
const threeDeltas = defaultDeltas("hi").slice(0, 3).join("");

for (const how of ["stream", "close", "reset"]) {
  test(`HTTP/1.1, how=${how}: three deltas, then the connection ends within the body`, async () => {
    const answer = await askRaw(plain.port, `[[upstream: cut-mid-stream how=${how}]] hi`);
    assert.equal(answer.status, 200);
    assert.equal(textOfBody(answer.body), threeDeltas);
    assert.equal(answer.complete, false);
    assert.equal(await plain.requests.at(-1)?.ended, "cut");
  });

  test(`HTTP/2, how=${how}: three deltas, then ${how === "stream" ? "RST_STREAM" : "the connection ends"}`, async () => {
    const answer = await askSecurely(`cut-mid-stream how=${how}`);
    assert.equal(answer.status, 200);
    assert.equal(textOfBody(answer.body), threeDeltas);
    assert.equal(answer.complete, false);
    if (how === "stream") assert.equal(answer.rstCode, constants.NGHTTP2_INTERNAL_ERROR);
    assert.equal(await secure.requests.at(-1)?.ended, "cut");
  });
}

for (const [how, error] of /** @type {const} */ ([["close", undefined], ["reset", "ECONNRESET"]])) {
  test(`how=${how}: a reader that has seen the text sees ${error ?? "the end"}`, async () => {
    const socket = sendRaw(plain.port, `[[upstream: cut-mid-stream how=${how} name=${how}]] hi`);
    const failed = new Promise((resolve) => {
      socket.once("error", (/** @type {NodeJS.ErrnoException} */ reason) => resolve(reason.code));
      socket.once("close", () => resolve(undefined));
    });
    await readUntil(socket, JSON.stringify(defaultDeltas("hi")[2]));
    plain.release(how);
    socket.resume();
    assert.equal(await failed, error);
  });
}

test("cut before any text: the role is all that came", async () => {
  const answer = await askRaw(plain.port, "[[upstream: cut-mid-stream after=0]] hi");
  assert.ok(answer.body.includes('"role":"assistant"'));
  assert.equal(textOfBody(answer.body), "");
});

test("cut before the headers: not a byte", async () => {
  const answer = await askRaw(plain.port, "[[upstream: cut-before-headers]]");
  assert.deepEqual([answer.status, answer.complete], [0, false]);
  assert.equal((await askSecurely("cut-before-headers")).status, 0);
});

test("cut in the middle of a character: the last bytes are the first half of an emoji", async () => {
  const half = Buffer.from("😀").subarray(0, 2);
  const overHttp1 = await askRaw(plain.port, "[[upstream: cut-mid-character]] hi");
  assert.deepEqual(overHttp1.body.subarray(-2), half);
  assert.equal(overHttp1.complete, false);
  const overHttp2 = await askSecurely("cut-mid-character");
  assert.deepEqual(overHttp2.body.subarray(-2), half);
  assert.equal(overHttp2.complete, false);
});
