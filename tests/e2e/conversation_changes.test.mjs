// A student renames conversations, deletes them, and takes that back.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { entriesOf } from "../harness/ledger.mjs";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());

/** @typedef {import("../harness/lab.mjs").Student} Student */

/** @param {Student} student @returns {Promise<string[]>} */
const titles = async (student) => (await student.http.get("/api/conversations")).json.conversations.map((/** @type {any} */ { title }) => title);

/** @param {Student} student @param {string} id @param {unknown} json */
const rename = (student, id, json) => student.http.send("PATCH", `/api/conversations/${id}`, { json });

/** @param {Student} student @param {string} id */
const remove = (student, id) => student.http.send("DELETE", `/api/conversations/${id}`);

/** @param {Student} student @param {string} id */
const restore = (student, id) => student.http.send("POST", `/api/conversations/${id}/restore`);

/** A student with a tab and a conversation of one question. */
async function conversation() {
  const student = await lab.student();
  const tab = await student.open();
  const { ack } = await tab.ask("The question");
  return { student, tab, id: ack.conversation_id, question: ack.answer_id };
}

test("renamed: the title is trimmed, stays through further questions, and the conversation keeps its place", async () => {
  const { student, tab, id } = await conversation();
  const { updated_at: updatedAt } = (await student.http.get("/api/conversations")).json.conversations[0];
  await tab.ask("A newer one");
  const { status, json } = await rename(student, id, { title: "  Loops & <b>Grüße</b> 👩‍💻\n" });
  assert.equal(status, 200);
  assert.deepEqual(json, { id, title: "Loops & <b>Grüße</b> 👩‍💻", updated_at: updatedAt });
  assert.deepEqual(await titles(student), ["A newer one", json.title]);
  await tab.ask("Another question", { conversation: id });
  assert.deepEqual(await titles(student), [json.title, "A newer one"]);
  assert.equal((await student.http.get(`/api/conversations/${id}`)).json.title, json.title);
});

test("titles that are wrong are refused", async () => {
  const { student, id } = await conversation();
  for (const title of ["", "   ", "\n", "\u200b", "x".repeat(121), "😀".repeat(61)]) {
    const { status, code } = await rename(student, id, { title });
    assert.deepEqual([title, status, code], [title, 422, "invalid_title"]);
  }
  for (const json of [{}, { title: 5 }, { title: null }, [], "x", null]) assert.equal((await rename(student, id, json)).code, "invalid_request");
  assert.equal((await student.http.send("PATCH", `/api/conversations/${id}`, { body: "{" })).code, "invalid_request");
  assert.equal((await student.http.send("PATCH", `/api/conversations/${id}`, { body: '{"title":"\\ud800"}' })).code, "invalid_request");
  assert.equal((await student.http.send("PATCH", `/api/conversations/${id}`, { body: " ".repeat(20_000) })).status, 413);
  assert.equal((await rename(student, id, { title: "😀".repeat(60) })).status, 200);
});

test("deleted: it is nowhere any more", async () => {
  const { student, tab, id, question } = await conversation();
  await tab.ask("Another one");
  const gold = await student.gold();
  assert.equal((await remove(student, id)).status, 204);
  assert.deepEqual(await titles(student), ["Another one"]);
  assert.deepEqual((await student.http.get("/api/conversations?search=the+question")).json.conversations, []);
  for (const answer of [
    await student.http.get(`/api/conversations/${id}`),
    await student.http.get(`/api/conversations/${id}/export?format=markdown`),
    await student.http.get(`/api/conversations/${id}/export?format=json`),
    await rename(student, id, { title: "x" }),
    await remove(student, id),
  ]) {
    assert.deepEqual([answer.status, answer.code], [404, "not_found"]);
  }
  const refusal = await tab.refusal({ type: "message", content: "Go on", selected_coin: "gold", conversation_id: id });
  assert.equal(refusal.code, "invalid_message");
  const resumed = await tab.socket.emitWithAck("resume", { answer_id: question, offset: 0 });
  assert.deepEqual([resumed.ok, resumed.code], [false, "invalid_message"]);
  assert.equal(await student.gold(), gold);
});

test("the same question again, in a deleted conversation: refused, and nothing is charged twice", async () => {
  const { student, tab, id, question } = await conversation();
  await remove(student, id);
  const gold = await student.gold();
  for (const more of [{}, { conversation_id: id }]) {
    const refusal = await tab.refusal({ type: "message", content: "The question", selected_coin: "gold", id: question, ...more });
    assert.equal(refusal.code, "invalid_message");
    assert.match(refusal.message, /deleted.*not charged again/);
  }
  assert.equal(await student.gold(), gold);
  assert.deepEqual(entriesOf(lab, question).map(({ kind }) => kind), ["reserve", "settle"]);
  await restore(student, id);
  assert.equal((await (await student.open()).ask("The question", { id: question })).text, defaultAnswer("The question"));
  assert.equal(await student.gold(), gold);
});

test("receipts of a deleted conversation's question stay, without its text and without a link", async () => {
  const { student, id, question } = await conversation();
  await remove(student, id);
  const { receipts } = (await student.http.get("/api/receipts")).json;
  const own = receipts.filter((/** @type {any} */ receipt) => receipt.question_id === question);
  assert.deepEqual(own.map((/** @type {any} */ receipt) => [receipt.kind, receipt.question, receipt.conversation_id]), [
    ["settle", null, null],
    ["reserve", null, null],
  ]);
  await restore(student, id);
  assert.equal((await student.http.get("/api/receipts")).json.receipts[0].question, "The question");
});

test("restored: all of it is back in its place", async () => {
  const { student, tab, id } = await conversation();
  await tab.ask("A newer one");
  const before = (await student.http.get(`/api/conversations/${id}`)).json;
  await remove(student, id);
  const { status, json } = await restore(student, id);
  assert.equal(status, 200);
  assert.deepEqual([json.id, json.title], [id, "The question"]);
  assert.deepEqual(await titles(student), ["A newer one", "The question"]);
  assert.deepEqual((await student.http.get(`/api/conversations/${id}`)).json, before);
  assert.equal((await restore(student, id)).status, 200, "once more does no harm");
});

test("not while an answer in it is being written", async () => {
  const { student, tab, id } = await conversation();
  const name = randomUUID();
  const { answer_id: running } = await tab.begin(`[[upstream: hold name=${name} after=1]] Slowly`, { conversation: id });
  const { status, code, json } = await remove(student, id);
  assert.deepEqual([status, code], [409, "answer_running"]);
  assert.match(json.error.message, /stop it/);
  assert.deepEqual(await titles(student), ["The question"]);
  lab.upstream.release(name);
  await tab.answer(running);
  assert.equal((await remove(student, id)).status, 204);
});

test("every tab of the account is told, and nobody else's", async () => {
  const { student, tab, id } = await conversation();
  const second = await student.open("polling");
  const stranger = await (await lab.student()).open();
  const heard = async (/** @type {number} */ count) => {
    for (const each of [tab, second]) assert.deepEqual(await each.inbox.nth("conversations", count - 1), { type: "conversations" });
  };
  await rename(student, id, { title: "x" });
  await heard(1);
  await remove(student, id);
  await heard(2);
  await restore(student, id);
  await heard(3);
  await remove(student, randomUUID());
  await tab.ask("A sign that all has come");
  assert.deepEqual([tab, second].map((each) => each.inbox.count("conversations")), [3, 3]);
  await stranger.ask("The same sign");
  assert.equal(stranger.inbox.count("conversations"), 0);
});

test("strangers, and pages of other sites, change nothing", async () => {
  const { student, id } = await conversation();
  const other = await lab.student();
  const visitor = lab.visitor();
  for (const [method, path, json] of /** @type {[string, string, unknown][]} */ ([
    ["PATCH", `/api/conversations/${id}`, { title: "x" }],
    ["DELETE", `/api/conversations/${id}`, undefined],
    ["POST", `/api/conversations/${id}/restore`, undefined],
  ])) {
    assert.deepEqual([(await other.http.send(method, path, { json })).code, method], ["not_found", method]);
    assert.deepEqual([(await visitor.send(method, path, { json })).code, method], ["not_logged_in", method]);
    const crossed = await student.http.send(method, path, { json, headers: { origin: "https://evil.example" } });
    assert.deepEqual([crossed.status, crossed.code], [403, "cross_site"]);
    const own = await student.http.send(method, path, { json, headers: { origin: lab.server.url } });
    assert.ok(own.status < 300, `${method}: ${own.text}`);
  }
  assert.equal((await student.http.get(`/api/conversations/${id}`)).json.title, "x");
});
