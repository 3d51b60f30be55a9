// The line is cut at every `stream` event of an answer, and the reading goes on at every offset there is: unit for unit the same
// text, whatever the characters, while the answer is written, when it is complete, and after a restart.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { kUnicodeAnswer, kUnicodeDeltas } from "../upstream/unicode_answer.mjs";

const lab = await startLab();
after(() => lab.close());

/** Where a reader that asks for an offset is put: inside of a surrogate pair, at its start. @param {string} text @param {number} offset */
function placeOf(text, offset) {
  const isInside = /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, offset - 1), offset + 1));
  return offset > 0 && isInside ? offset - 1 : offset;
}

/**
 * Reads from an offset on, as a client that knows the text up to there, in a tab that may have read from elsewhere before.
 * @param {import("../harness/tab.mjs").Tab} tab
 * @param {string} id
 * @param {number} offset
 * @param {string} soFar all that there is to read
 * @param {boolean} [ended] the end of the answer follows
 */
async function readFrom(tab, id, offset, soFar, ended = false) {
  const start = tab.inbox.events.length;
  const ack = await tab.socket.timeout(45_000).emitWithAck("resume", { answer_id: id, offset });
  assert.deepEqual(ack, { ok: true, length: soFar.length });
  let place = placeOf(soFar, offset);
  let text = "";
  await tab.inbox.until(() => {
    const events = tab.inbox.events.slice(start);
    text = events.filter(({ name }) => name === "stream").map(({ payload }) => payload.content).join("");
    return place + text.length >= soFar.length && (!ended || events.some(({ name }) => name === "done"));
  }, `the text from ${offset} on`);
  assert.equal(text, soFar.slice(place));
  for (const { payload } of tab.inbox.events.slice(start).filter(({ name }) => name === "stream")) {
    assert.equal(payload.offset, place);
    assert.ok(payload.content.isWellFormed(), "no half characters");
    place += payload.content.length;
  }
}

/** Every offset of an answer that has ended, from both ends of every character, and from its middle. @param {import("../harness/tab.mjs").Tab} tab @param {string} id @param {string} text */
async function readFromEverywhere(tab, id, text) {
  for (let offset = 0; offset <= text.length; offset += 1) await readFrom(tab, id, offset, text, true);
}

test("cut at every stream event, and resumed at every offset", async () => {
  const student = await lab.student();
  const before = await student.gold();
  const name = randomUUID();
  let reader = await student.open("websocket");
  const { answer_id: id } = await reader.begin(`[[upstream: stepped name=${name} text=unicode]] Cut me`);
  let read = "";
  for (const [index, delta] of kUnicodeDeltas.entries()) {
    lab.upstream.release(name, 1);
    await reader.inbox.first(({ name: event, payload }) => event === "stream" && payload.offset === read.length, `delta ${index}`);
    read += reader.textOf(id, read.length);
    const soFar = kUnicodeDeltas.slice(0, index + 1).join("");
    assert.equal(read, soFar);
    reader.cut();

    // At each offset that this event brought, both ends of it included.
    const witness = await student.open();
    for (let offset = soFar.length - delta.length; offset <= soFar.length; offset += 1) await readFrom(witness, id, offset, soFar);
    witness.close();

    reader = await student.open(index % 5 === 4 ? "default" : "websocket");
    await reader.upgraded();
    reader.resume(id, read.length);
  }
  lab.upstream.release(name, 1);
  const { event, end, text } = await reader.answer(id, read.length);
  assert.equal(text, "", "all had been read");
  assert.deepEqual([event, end.reason, end.length], ["done", "stop", kUnicodeAnswer.length]);
  assert.equal(read, kUnicodeAnswer);
  assert.deepEqual(Buffer.from(read), Buffer.from(kUnicodeAnswer), "byte for byte");
  assert.equal(await student.gold(), before - 1);

  const late = await student.open("websocket");
  await readFromEverywhere(late, id, kUnicodeAnswer);
});

test("after a restart, at every offset", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const name = randomUUID();
  lab.upstream.release(name);
  const { ack } = await tab.ask(`[[upstream: stepped name=${name} text=unicode]] Keep me`);
  await lab.server.stop();
  await lab.restart();
  for (const mode of /** @type {const} */ (["websocket", "polling"])) {
    await readFromEverywhere(await student.open(mode), ack.answer_id, kUnicodeAnswer);
  }
});

test("readers that come at every offset at once, while the answer is written, all get the rest of it", async () => {
  const student = await lab.student();
  const asker = await student.open();
  const name = randomUUID();
  const { answer_id: id } = await asker.begin(`[[upstream: stepped name=${name} text=unicode]] All of you`);
  const half = Math.floor(kUnicodeDeltas.length / 2);
  const soFar = kUnicodeDeltas.slice(0, half).join("");
  lab.upstream.release(name, half);
  await asker.textReaches(id, soFar);
  const readers = await Promise.all(Array.from({ length: soFar.length + 1 }, async (_, offset) => {
    const tab = await student.open();
    tab.resume(id, offset);
    return { tab, place: placeOf(soFar, offset) };
  }));
  lab.upstream.release(name);
  for (const { tab, place } of readers) {
    assert.equal((await tab.answer(id, place)).text, kUnicodeAnswer.slice(place));
    tab.close();
  }
});
