// Long lists and long conversations come in pages: none misses or repeats anything.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab();
after(() => lab.close());

/** @typedef {import("../harness/lab.mjs").Student} Student */

/** The titles of all pages. @param {Student} student @param {number} limit @returns {Promise<string[]>} */
async function titlesOf(student, limit) {
  const titles = [];
  for (let before = ""; ; ) {
    const { status, json, text } = await student.http.get(`/api/conversations?limit=${limit}${before}`);
    assert.equal(status, 200, text);
    assert.ok(json.conversations.length <= limit);
    titles.push(...json.conversations.map((/** @type {any} */ { title }) => title));
    if (json.next === null) return titles;
    before = `&before=${encodeURIComponent(json.next)}`;
  }
}

/** The questions of all pages, oldest first. @param {Student} student @param {string} id @param {number} limit @returns {Promise<string[]>} */
async function questionsOf(student, id, limit) {
  /** @type {string[]} */
  let questions = [];
  for (let before = ""; ; ) {
    const { status, json, text } = await student.http.get(`/api/conversations/${id}?limit=${limit}${before}`);
    assert.equal(status, 200, text);
    assert.ok(json.turns.length <= limit);
    questions = [...json.turns.map((/** @type {any} */ { content }) => content), ...questions];
    if (json.earlier === null) return questions;
    assert.equal(json.earlier, json.turns[0].answer_id);
    before = `&before=${json.earlier}`;
  }
}

test("the list: newest first, whatever the size of a page", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const asked = [];
  for (let i = 0; i < 7; i += 1) {
    await tab.ask(`Question ${i}`);
    asked.unshift(`Question ${i}`);
  }
  for (const limit of [1, 2, 3, 6, 7, 100]) assert.deepEqual(await titlesOf(student, limit), asked, `pages of ${limit}`);
});

test("the list has at most 50 unless told", async () => {
  const student = await lab.student();
  const tab = await student.open();
  for (let i = 0; i < 51; i += 1) await tab.ask(`Question ${i}`);
  const { conversations, next } = (await student.http.get("/api/conversations")).json;
  assert.equal(conversations.length, 50);
  const rest = (await student.http.get(`/api/conversations?before=${encodeURIComponent(next)}`)).json;
  assert.deepEqual(rest.conversations.map((/** @type {any} */ { title }) => title), ["Question 0"]);
  assert.equal(rest.next, null);
});

test("a page goes on where the one before it ended, though conversations have moved and gone meanwhile", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const acks = [];
  for (let i = 0; i < 6; i += 1) acks.push((await tab.ask(`Question ${i}`)).ack);
  const first = (await student.http.get("/api/conversations?limit=3")).json;
  await tab.ask("It moves to the top", { conversation: acks[4].conversation_id });
  assert.equal((await student.http.send("DELETE", `/api/conversations/${acks[3].conversation_id}`)).status, 204);
  const second = (await student.http.get(`/api/conversations?limit=3&before=${encodeURIComponent(first.next)}`)).json;
  assert.deepEqual(second.conversations.map((/** @type {any} */ { title }) => title), ["Question 2", "Question 1", "Question 0"]);
  assert.equal(second.next, null);
});

test("turns: the newest page first, each page oldest first; all of them without a limit", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { conversation_id: id } = (await tab.ask("Turn 0")).ack;
  const asked = ["Turn 0"];
  for (let i = 1; i < 8; i += 1) {
    await tab.ask(`Turn ${i}`, { conversation: id });
    asked.push(`Turn ${i}`);
  }
  for (const limit of [1, 3, 7, 8, 200]) assert.deepEqual(await questionsOf(student, id, limit), asked, `pages of ${limit}`);
  const whole = (await student.http.get(`/api/conversations/${id}`)).json;
  assert.deepEqual([whole.id, whole.title, whole.turns.length, whole.earlier], [id, "Turn 0", 8, null]);
  for (const { asked_at: askedAt, answer } of whole.turns) {
    assert.ok(Math.abs(askedAt - Date.now() / 1000) < 600, "seconds since 1970");
    assert.ok(answer.ended_at >= askedAt);
  }
});

test("parameters that are wrong are refused with what is right", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { ack } = await tab.ask("Here");
  const elsewhere = (await tab.ask("Elsewhere")).ack.answer_id;
  const one = `/api/conversations/${ack.conversation_id}`;
  /** @type {[string, RegExp][]} */
  const wrong = [
    ...["0", "101", "-1", "x", "5x", "1.5", "99999999999999999999"].map((limit) => /** @type {[string, RegExp]} */ ([`/api/conversations?limit=${limit}`, /1 to 100/])),
    ...["x", "5", `5.x`, `.${randomUUID()}`, `x.${randomUUID()}`].map((before) => /** @type {[string, RegExp]} */ ([`/api/conversations?before=${before}`, /next/])),
    ...["0", "201", "x"].map((limit) => /** @type {[string, RegExp]} */ ([`${one}?limit=${limit}`, /1 to 200/])),
    ...["x", randomUUID(), elsewhere].map((before) => /** @type {[string, RegExp]} */ ([`${one}?before=${before}`, /earlier/])),
  ];
  for (const [path, hint] of wrong) {
    const { status, code, json } = await student.http.get(path);
    assert.deepEqual([path, status, code], [path, 400, "invalid_parameter"]);
    assert.match(json.error.message, hint);
  }
  assert.equal((await student.http.get("/api/conversations?limit=&before=")).status, 200);
});
