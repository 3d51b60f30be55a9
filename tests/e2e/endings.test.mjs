// Every row of the table "How an answer can end" in docs/coins.md, against the running server: the event, the ledger's entries,
// the balance, and the text that is kept. Each test has the name of its row.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { entriesOf } from "../harness/ledger.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

/**
 * @typedef {import("../harness/lab.mjs").Lab} Lab
 * @typedef {import("../harness/tab.mjs").Tab} Tab
 * @typedef {"gold" | "silver" | "copper"} Coin
 *
 * @typedef {object} Case one way to come to a row's ending
 * @property {string} directive of the test upstream
 * @property {string} ends "done stop", "error upstream_error", …: the event, and its reason or code
 * @property {boolean} charged
 * @property {number} [deltas] so many of the answer's deltas are kept; all unless said
 * @property {Coin} [coin] gold is patient; silver bears no silence, copper no long answer
 * @property {(situation: Situation) => Promise<unknown>} [act] what somebody does while the answer is written
 * @property {number} [requests] to the model
 *
 * @typedef {{lab: Lab, tab: Tab, id: string, question: string}} Situation
 */

const lab = await startLab({ retries: 1, silverFirstByteTimeout: 0.3, silverSilenceTimeout: 0.3, copperAnswerTimeout: 0.5 });
after(() => lab.close());

/** @param {string} question @param {number} deltas */
const first = (question, deltas) => defaultDeltas(question).slice(0, deltas).join("");

/** Until the model works on it. @param {Situation} situation */
const asked = ({ lab, question }) => lab.upstream.waitForRequest((request) => request.question === question);

/** @param {number} deltas @returns {(situation: Situation) => Promise<void>} */
const readUpTo = (deltas) => ({ tab, id, question }) => tab.textReaches(id, first(question, deltas));

/** @type {Record<string, Case[]>} */
const kRows = {
  "the answer is complete (`finish_reason` `stop`)": [
    { directive: "default", ends: "done stop", charged: true },
    { directive: "no-done", ends: "done stop", charged: true },
  ],
  "the output limit is reached (`finish_reason` `length`)": [{ directive: "length after=5", ends: "done length", charged: true, deltas: 5 }],
  "stopped before the first text": [
    { directive: "slow-headers", ends: "done stopped", charged: false, deltas: 0, act: async (at) => (await asked(at), at.tab.stop(at.id)) },
    { directive: "slow-first-token", ends: "done stopped", charged: false, deltas: 0, act: async (at) => (await asked(at), at.tab.stop(at.id)) },
    {
      directive: "status-503 retry_after=30",
      ends: "done stopped",
      charged: false,
      deltas: 0,
      act: async (at) => (await (await asked(at)).ended, at.tab.stop(at.id)),
    },
  ],
  "stopped after some text": [
    { directive: "silence after=4", ends: "done stopped", charged: true, deltas: 4, act: async (at) => (await readUpTo(4)(at), at.tab.stop(at.id)) },
  ],
  "the model's API refuses (HTTP 4xx or 5xx)": [400, 401, 500].map((status) => ({
    directive: `status-${status}`, ends: "error upstream_error", charged: false, deltas: 0, requests: 1,
  })),
  "the model's API refuses for now (HTTP 429 or 503), and at every further try": [
    { directive: "status-429 retry_after=0", ends: "error upstream_error", charged: false, deltas: 0, requests: 2 },
    { directive: "status-503", ends: "error upstream_error", charged: false, deltas: 0, requests: 2 },
    { directive: "status-429 retry_after=3600", ends: "error upstream_error", charged: false, deltas: 0, requests: 1 },
  ],
  "the model's provider wants to be paid (HTTP 429 `insufficient_quota`)": [
    { directive: "status-429-quota", ends: "error upstream_error", charged: false, deltas: 0, requests: 1 },
  ],
  "the connection is refused or lost before an answer, or TLS fails": [
    // Refused, and TLS that fails: unreachable.test.mjs.
    { directive: "cut-before-headers", ends: "error upstream_error", charged: false, deltas: 0 },
  ],
  "no connection, no first byte, or no further byte in time": [
    { directive: "slow-headers", ends: "error upstream_timeout", charged: false, deltas: 0, coin: "silver" },
    { directive: "slow-first-token", ends: "error upstream_timeout", charged: false, deltas: 0, coin: "silver" },
    { directive: "silence after=3", ends: "error upstream_timeout", charged: false, deltas: 3, coin: "silver" },
  ],
  "the answer takes longer in all than its tier allows": [
    { directive: "silence after=3", ends: "error upstream_timeout", charged: false, deltas: 3, coin: "copper" },
  ],
  "the stream is cut in the middle": [
    { directive: "cut-mid-stream after=3", ends: "error upstream_error", charged: false, deltas: 3 },
    { directive: "cut-mid-stream after=0", ends: "error upstream_error", charged: false, deltas: 0 },
    { directive: "cut-mid-character after=3", ends: "error upstream_error", charged: false, deltas: 3 },
  ],
  "the stream is malformed": [{ directive: "malformed-json after=3", ends: "error upstream_error", charged: false, deltas: 3 }],
  "the stream carries an error": [{ directive: "error-in-stream after=3", ends: "error upstream_error", charged: false, deltas: 3 }],
  "the stream ends without a `finish_reason`": [
    { directive: "no-finish after=3", ends: "error upstream_error", charged: false, deltas: 3 },
    { directive: "done-without-finish after=3", ends: "error upstream_error", charged: false, deltas: 3 },
  ],
  "the answer is complete but empty": [{ directive: "empty", ends: "error upstream_error", charged: false, deltas: 0 }],
  "the model's filter stops it (`finish_reason` `content_filter`)": [
    { directive: "content-filter after=5", ends: "error upstream_error", charged: false, deltas: 5 },
    { directive: "content-filter after=0", ends: "error upstream_error", charged: false, deltas: 0 },
  ],
};

/** Asks, lets it come to its end, and compares all that is known of it. @param {Case} how */
async function expectEnding({ directive, ends, charged, deltas, coin = "gold", act, requests }) {
  const student = await lab.student();
  const tab = await student.open();
  const balances = await student.balances();
  const question = `Why? ${randomUUID()}`;
  const { answer_id: id, conversation_id: conversation } = await tab.begin(`[[upstream: ${directive}]] ${question}`, { coin });
  await act?.({ lab, tab, id, question });
  const { event, end, text } = await tab.answer(id);

  const kept = deltas === undefined ? defaultAnswer(question) : first(question, deltas);
  const paid = charged ? { ...balances, [coin]: balances[coin] - 1 } : balances;
  assert.equal(`${event} ${event === "done" ? end.reason : end.code}`, ends, JSON.stringify(end));
  assert.equal(event === "done" ? end.charged : !end.refunded, charged);
  assert.equal(text, kept);
  assert.equal(end.length, kept.length);
  assert.deepEqual(end.balances, paid);
  assert.deepEqual(await student.balances(), paid);
  assert.deepEqual(entriesOf(lab, id), entries(coin, charged));
  if (requests !== undefined) assert.equal(lab.upstream.requests.filter((request) => request.question === question).length, requests);
  await expectKept(student, { id, conversation, text: kept, event, end });
}

/** What the ledger says of an answer that has ended. @param {Coin} tier @param {boolean} charged */
function entries(tier, charged) {
  return [{ kind: "reserve", tier, amount: -1 }, charged ? { kind: "settle", tier, amount: 0 } : { kind: "refund", tier, amount: 1 }];
}

/**
 * Whoever comes later gets the same text and the same end, over the socket and in the history.
 * @param {import("../harness/lab.mjs").Student} student
 * @param {{id: string, conversation: string, text: string, event: string, end: any}} ended
 */
async function expectKept(student, { id, conversation, text, event, end }) {
  const back = await student.open();
  back.resume(id, 0);
  const again = await back.answer(id);
  assert.equal(again.text, text, "the text is kept");
  assert.deepEqual([again.event, again.end], [event, end], "the end is told again as it was");
  const [turn] = (await student.http.get(`/api/conversations/${conversation}`)).json.turns;
  assert.equal(turn.answer.text, text);
  assert.equal(turn.answer.reason, event === "done" ? end.reason : end.code);
}

for (const [row, cases] of Object.entries(kRows)) {
  describe(row, () => {
    for (const how of cases) test(how.coin ? `${how.directive} (${how.coin})` : how.directive, () => expectEnding(how));
  });
}

const kReadersLeave = "all readers leave";
test(kReadersLeave, async () => {
  const student = await lab.student();
  const tabs = [await student.open(), await student.open("polling")];
  const question = `Alone ${randomUUID()}`;
  const { answer_id: id, conversation_id: conversation } = await tabs[0].begin(`[[upstream: hold name=alone after=3]] ${question}`);
  tabs[1].resume(id, 0);
  for (const tab of tabs) await tab.textReaches(id, first(question, 3));
  for (const tab of tabs) tab.close();
  lab.upstream.release("alone");
  assert.equal(await (await lab.upstream.waitForRequest((request) => request.question === question)).ended, "finished");
  const back = await student.open();
  back.resume(id, 0);
  const { event, end, text } = await back.answer(id);
  assert.equal(text, defaultAnswer(question));
  assert.deepEqual([event, end.reason, end.charged], ["done", "stop", true]);
  assert.deepEqual(entriesOf(lab, id), entries("gold", true));
  await expectKept(student, { id, conversation, text, event, end });
});

/** Ends the server in the middle of an answer. @param {(lab: Lab) => Promise<void>} ending @returns {(t: import("node:test").TestContext) => Promise<void>} */
const serverEnds = (ending) => async (t) => {
  const own = await startLab({ shutdownGrace: 0.1 });
  t.after(() => own.close());
  const student = await own.student();
  const tab = await student.open();
  const balances = await student.balances();
  const { answer_id: id } = await tab.begin("[[upstream: silence after=3]] Unfinished");
  await tab.textReaches(id, first("Unfinished", 3));
  await ending(own);
  await own.restart();
  const back = await student.open();
  back.resume(id, 0);
  const { event, end, text } = await back.answer(id);
  assert.deepEqual([event, end.code, end.refunded], ["error", "interrupted", true]);
  assert.ok(first("Unfinished", 3).startsWith(text), "the text so far");
  assert.deepEqual(await student.balances(), balances);
  assert.deepEqual(entriesOf(own, id), entries("gold", false));
};

const kShutdown = "the server shuts down and the grace period ends first";
test(kShutdown, serverEnds((own) => own.server.stop()));

const kCrash = "the server crashes or loses power";
test(kCrash, serverEnds((own) => own.server.kill()));

// Rows that need a database which fails, or several servers: where they are tested.
const kElsewhere = {
  "the database cannot record the end (full, locked, gone)": "tests/e2e/database_failures.test.mjs",
  "the connection to the database is lost while it records the end": "app/tutor/tests/unknown_outcome_test.cpp",
  "the connection to the database is lost while it takes the question, and the next tries fail, too": "app/tutor/tests/unknown_outcome_test.cpp",
  "another server on the same database took this one for gone (15 s without a sign)": "app/tutor/tests/several_servers_test.cpp",
};

test("every row of docs/coins.md is tested, and nothing that is no row", () => {
  const page = readFileSync(new URL("../../docs/coins.md", import.meta.url), "utf8");
  const table = page.slice(page.indexOf("| ending | caused by |")).split("\n\n")[0];
  const rows = table.split("\n").slice(2).map((line) => line.split(" | ")[0].replace(/^\| /, ""));
  assert.ok(rows.length > 10, "the table is where it was");
  assert.deepEqual([...Object.keys(kRows), kReadersLeave, kShutdown, kCrash, ...Object.keys(kElsewhere)], rows);
  for (const file of Object.values(kElsewhere)) assert.ok(existsSync(new URL(`../../${file}`, import.meta.url)), file);
});

test("after all that, the ledger adds up", async () => {
  await lab.server.stop();
  const { code, stdout, stderr } = await lab.installation.run("ledger", "verify", ...lab.installation.flags);
  assert.equal(code, 0, stdout + stderr);
});
