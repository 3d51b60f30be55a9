// The student sees what became of every coin: after each ending of docs/coins.md the receipts add up to the balance.
import assert from "node:assert/strict";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultDeltas } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());
const impatient = await startLab({ firstByteTimeout: 0.5, silenceTimeout: 0.5 });
after(() => impatient.close());

/** @typedef {import("../harness/lab.mjs").Student} Student */

/** All pages of a student's receipts, newest first. @param {Student} student @param {number} [limit] @returns {Promise<any[]>} */
async function receiptsOf(student, limit = 50) {
  const all = [];
  for (let next = ""; ; ) {
    const { status, json, text } = await student.http.get(`/api/receipts?limit=${limit}${next}`);
    assert.equal(status, 200, text);
    assert.ok(json.receipts.length <= limit);
    all.push(...json.receipts);
    if (json.next === null) return all;
    next = `&before=${json.next}`;
  }
}

/** Walks through the receipts from the first one on, and compares where that leads with the balances. @param {Student} student */
async function expectToAddUp(student) {
  const receipts = await receiptsOf(student);
  /** @type {Record<string, number>} */
  const balances = { gold: 0, silver: 0, copper: 0 };
  for (const receipt of receipts.toReversed()) {
    balances[receipt.tier] += receipt.amount;
    assert.equal(receipt.balance_after, balances[receipt.tier], JSON.stringify(receipt));
    assert.ok(receipt.rule && receipt.explanation.endsWith("."), JSON.stringify(receipt));
  }
  assert.deepEqual(balances, await student.balances());
  return receipts;
}

/** @type {[ending: string, directive: string, closing: "settle" | "refund", rule: string][]} */
const kEndings = [
  ["complete", "default", "settle", "complete"],
  ["the output limit", "length", "settle", "length_limit"],
  ["the API refuses", "status-400", "refund", "upstream_error"],
  ["the connection is lost before an answer", "cut-before-headers", "refund", "upstream_error"],
  ["no first byte in time", "slow-headers", "refund", "upstream_timeout"],
  ["no further byte in time", "silence after=2", "refund", "upstream_timeout"],
  ["cut in the middle", "cut-mid-stream", "refund", "upstream_error"],
  ["malformed", "malformed-json", "refund", "upstream_error"],
  ["carries an error", "error-in-stream", "refund", "upstream_error"],
  ["no finish_reason", "no-finish", "refund", "upstream_error"],
  ["empty", "empty", "refund", "empty_answer"],
  ["the model's filter", "content-filter", "refund", "content_filter"],
];

/** @param {Student} student @param {{answer_id: string, conversation_id: string}} ack @param {"settle" | "refund"} closing @param {string} question */
async function expectReceipts(student, ack, closing, question) {
  const [last, first] = await expectToAddUp(student);
  for (const receipt of [last, first]) {
    assert.equal(receipt.question_id, ack.answer_id);
    assert.equal(receipt.conversation_id, ack.conversation_id);
    assert.equal(receipt.question, question);
    assert.equal(receipt.tier, "gold");
    assert.ok(Math.abs(receipt.at - Date.now() / 1000) < 600, "seconds since 1970");
  }
  assert.deepEqual([first.kind, first.amount, first.who, first.rule], ["reserve", -1, "you", "question"]);
  assert.deepEqual([last.kind, last.amount], [closing, closing === "refund" ? 1 : 0]);
  return last;
}

for (const [ending, directive, closing, rule] of kEndings) {
  test(`${ending}: a receipt for the question, and one for its end (${closing})`, async () => {
    const student = await (ending.endsWith("in time") ? impatient : lab).student();
    const question = `[[upstream: ${directive}]] Why?`;
    const { ack } = await (await student.open()).ask(question);
    const last = await expectReceipts(student, ack, closing, question);
    assert.deepEqual([last.who, last.rule], ["system", rule]);
  });
}

test("stopped before the first word: the coin's way back is the student's doing", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const question = "[[upstream: slow-first-token name=never]] Why?";
  const ack = await tab.begin(question);
  tab.stop(ack.answer_id);
  await tab.answer(ack.answer_id);
  const last = await expectReceipts(student, ack, "refund", question);
  assert.deepEqual([last.rule, last.who], ["stopped_before_text", "you"]);
});

test("stopped after some words: spent", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const question = "[[upstream: hold name=never after=3]] Why?";
  const ack = await tab.begin(question);
  await tab.textReaches(ack.answer_id, defaultDeltas("Why?")[0]);
  tab.stop(ack.answer_id);
  await tab.answer(ack.answer_id);
  const last = await expectReceipts(student, ack, "settle", question);
  assert.deepEqual([last.rule, last.who], ["stopped_after_text", "you"]);
});

test("all readers leave: it runs on, and is paid for by how it ends", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const question = "[[upstream: hold name=left after=3]] Why?";
  const ack = await tab.begin(question);
  tab.close();
  assert.equal((await receiptsOf(student))[0].kind, "reserve", "it is still being answered");
  lab.upstream.release("left");
  const back = await student.open();
  back.resume(ack.answer_id, 0);
  await back.answer(ack.answer_id);
  await expectReceipts(student, ack, "settle", question);
});

for (const [how, end] of /** @type {const} */ ([["shutdown", "stop"], ["crash", "kill"]])) {
  test(`${how}: the coin is back after the next start, and the receipts say so`, async (t) => {
    const own = await startLab({ shutdownGrace: 0 });
    t.after(() => own.close());
    const student = await own.student();
    const tab = await student.open();
    const question = "[[upstream: hold name=never after=3]] Why?";
    const ack = await tab.begin(question);
    await tab.textReaches(ack.answer_id, defaultDeltas("Why?")[0]);
    await own.server[end]();
    await own.restart();
    assert.equal((await expectReceipts(student, ack, "refund", question)).rule, `interrupted_by_${how}`);
  });
}

test("a question that is not taken leaves no receipt", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const before = await receiptsOf(student);
  await tab.refusal({ type: "message", content: "", selected_coin: "gold" });
  assert.deepEqual(await receiptsOf(student), before);
});

test("a new account's receipts are its starting coins", async () => {
  const receipts = await expectToAddUp(await lab.student());
  assert.deepEqual(
    receipts.map(({ tier, kind, amount, rule, who, question_id }) => [tier, kind, amount, rule, who, question_id]).toReversed(),
    [["gold", "grant", 100, "starting_coins", "system", null], ["silver", "grant", 10, "starting_coins", "system", null], ["copper", "grant", 20, "starting_coins", "system", null]],
  );
});

test("pages follow each other without a gap or a repetition", async () => {
  const student = await lab.student();
  const tab = await student.open();
  for (const word of ["one", "two", "three"]) await tab.ask(`Question ${word}`);
  const whole = await receiptsOf(student, 200);
  assert.equal(whole.length, 9);
  assert.deepEqual(await receiptsOf(student, 1), whole);
  assert.deepEqual(await receiptsOf(student, 4), whole);
  assert.deepEqual(await receiptsOf(student, 9), whole);
});

test("a long question is cut to its start; a question of several lines is on one", async () => {
  const student = await lab.student();
  const tab = await student.open();
  await tab.ask(`\n  First\r\n\tsecond ${"😀".repeat(100)}`);
  const [{ question }] = await receiptsOf(student);
  assert.ok(question.startsWith("First second 😀") && question.endsWith("…") && question.isWellFormed());
  assert.ok(question.length <= 80 && question.length >= 78, String(question.length));
});

test("nobody else sees them", async () => {
  assert.deepEqual([(await lab.visitor().get("/api/receipts")).status, (await lab.visitor().get("/api/receipts")).code], [401, "not_logged_in"]);
  const owner = await lab.student();
  await (await owner.open()).ask("A private question");
  const other = await lab.student();
  assert.ok(!(await other.http.get("/api/receipts")).text.includes("private"));
  const [{ id }] = await receiptsOf(owner);
  assert.ok(!(await other.http.get(`/api/receipts?before=${id + 1}`)).text.includes("private"));
});

test("parameters that are wrong are refused with what is right", async () => {
  const student = await lab.student();
  for (const query of ["limit=0", "limit=201", "limit=-1", "limit=x", "limit=5x", "limit=99999999999999999999", "before=x", "before=0", "before=-3", "before=1.5"]) {
    const { status, code, json } = await student.http.get(`/api/receipts?${query}`);
    assert.deepEqual([query, status, code], [query, 400, "invalid_parameter"]);
    assert.match(json.error.message, query.startsWith("limit") ? /1 to 200/ : /next/);
  }
  assert.equal((await student.http.get("/api/receipts?before=&limit=")).status, 200);
});
