// A student finds conversations again by words that were said in them.
import assert from "node:assert/strict";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab();
after(() => lab.close());

/** @typedef {import("../harness/lab.mjs").Student} Student */

/** @param {Student} student @param {string} text @param {string} [more] @returns {Promise<any>} */
async function search(student, text, more = "") {
  const { status, json, text: body } = await student.http.get(`/api/conversations?search=${encodeURIComponent(text)}${more}`);
  assert.equal(status, 200, body);
  return json;
}

/** @param {Student} student @param {string} text @returns {Promise<string[]>} */
const found = async (student, text) => (await search(student, text)).conversations.map((/** @type {any} */ { title }) => title);

test("words in titles, questions and answers, in any case and script", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { ack } = await tab.ask("What is a Pointer?");
  await tab.ask("ÜBER GRÖSSE, ПРИВЕТ", { conversation: ack.conversation_id });
  await tab.ask("Something else");
  for (const words of ["pointer", "POINTER?", "über", "привет", "pointer grösse", "what привет pointer"]) {
    assert.deepEqual(await found(student, words), ["What is a Pointer?"], words);
  }
  // The upstream's answers have these words.
  assert.deepEqual(await found(student, "two-points-nowhere"), []);
  assert.deepEqual(await found(student, "join THEM"), ["Something else", "What is a Pointer?"]);
  assert.deepEqual(await found(student, "pointer else"), [], "every word must occur in the same conversation");
});

test("a hit says where it stands", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { ack } = await tab.ask("First of all");
  const second = await tab.ask("What\n  about the Needle in   a haystack?", { conversation: ack.conversation_id });
  const { conversations: [hit], next } = await search(student, "needle");
  assert.deepEqual(hit, {
    id: ack.conversation_id,
    title: "First of all",
    updated_at: hit.updated_at,
    excerpt: { before: "What about the ", match: "Needle", after: " in a haystack?" },
    question_id: second.ack.answer_id,
  });
  assert.equal(next, null);
  await student.http.send("PATCH", `/api/conversations/${ack.conversation_id}`, { json: { title: "Sewing" } });
  assert.deepEqual((await search(student, "SEWING")).conversations.map((/** @type {any} */ { excerpt, question_id: question }) => [excerpt, question]), [[null, null]], "in the title alone");
});

test("every character means itself", async () => {
  const student = await lab.student();
  const tab = await student.open();
  await tab.ask("100% snake_case C:\\temp 'quoted'");
  await tab.ask("100 snakecase");
  for (const words of ["100%", "%", "_", "e_c", "\\", "c:\\t", "'quoted'"]) {
    assert.deepEqual(await found(student, words), ["100% snake_case C:\\temp 'quoted'"], words);
  }
  for (const words of ["' OR '1'='1", "100%%", "s%e", "sn_ke_case", "\u0000"]) assert.deepEqual(await found(student, words), [], words);
});

test("hits come in pages", async () => {
  const student = await lab.student();
  const tab = await student.open();
  for (let i = 0; i < 5; i += 1) await tab.ask(i === 2 ? "Without it" : `The needle ${i}`);
  const titles = [];
  for (let more = "&limit=2"; ; ) {
    const { conversations, next } = await search(student, "needle", more);
    titles.push(...conversations.map((/** @type {any} */ { title }) => title));
    if (next === null) break;
    more = `&limit=2&before=${encodeURIComponent(next)}`;
  }
  assert.deepEqual(titles, [4, 3, 1, 0].map((i) => `The needle ${i}`));
});

test("nobody finds what others said", async () => {
  await (await (await lab.student()).open()).ask("A secret");
  assert.deepEqual(await search(await lab.student(), "secret"), { conversations: [], next: null });
  assert.equal((await lab.visitor().get("/api/conversations?search=secret")).code, "not_logged_in");
});

test("searches that are wrong are refused", async () => {
  const student = await lab.student();
  for (const [query, hint] of /** @type {[string, RegExp][]} */ ([
    ["%20", /no word/],
    [Array(11).fill("w").join("+"), /10 words/],
    ["x".repeat(201), /200 characters/],
    ["%ff", /UTF-8/],
  ])) {
    const { status, code, json } = await student.http.get(`/api/conversations?search=${query}`);
    assert.deepEqual([query, status, code], [query, 400, "invalid_parameter"]);
    assert.match(json.error.message, hint);
  }
});
