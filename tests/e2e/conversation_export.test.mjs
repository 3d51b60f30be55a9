// A conversation as a file: for people in Markdown, for programs in JSON.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import markdownIt from "markdown-it";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());

/** @typedef {import("../harness/lab.mjs").Student} Student */

/** @param {Student} student @param {string} id @param {string} format */
const exported = (student, id, format) => student.http.get(`/api/conversations/${id}/export?format=${format}`);

/** The blocks that stand in no other, as a reader of CommonMark sees them: kind, and text where it is one. @param {string} text */
function outline(text) {
  const blocks = markdownIt({ html: true }).parse(text, {});
  return blocks.flatMap((block, index) => {
    if (block.level !== 0 || block.nesting < 0) return [];
    if (block.type === "heading_open") return [`${block.tag} ${blocks[index + 1].children?.map(({ content }) => content).join("")}`];
    if (block.type === "paragraph_open") return [`p ${blocks[index + 1].children?.map(({ content }) => content).join("")}`];
    return [block.type === "fence" ? `fence ${block.content}` : block.type];
  });
}

const kWhen = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d UTC`;

test("Markdown: title, coin, date, question, answer, and how each ended", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { conversation_id: id } = (await tab.ask("What is a loop?")).ack;
  await tab.ask("[[upstream: length after=3]] And a list?", { conversation: id, coin: "silver" });
  await tab.ask("[[upstream: status-500]] And a map?", { conversation: id, coin: "copper" });
  const stopped = await tab.begin("[[upstream: silence after=2]] And a set?", { conversation: id });
  await tab.textReaches(stopped.answer_id, defaultDeltas("And a set?").slice(0, 2).join(""));
  tab.stop(stopped.answer_id);
  await tab.answer(stopped.answer_id);

  const { status, headers, text } = await exported(student, id, "markdown");
  assert.equal(status, 200);
  assert.equal(headers.get("content-type"), "text/markdown; charset=utf-8");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("content-disposition"), "attachment; filename=\"What is a loop.md\"; filename*=UTF-8''What%20is%20a%20loop.md");
  const expected = [
    /^h1 What is a loop\?$/,
    new RegExp(`^p A conversation with the tutor, begun on ${kWhen}\\.$`),
    new RegExp(`^h2 Question 1 \\(gold coin, ${kWhen}\\)$`),
    /^fence What is a loop\?\n$/,
    /^h3 Answer$/,
    /^blockquote_open$/,
    new RegExp(`^p The answer is complete\\. It cost one gold coin\\. ${kWhen}$`),
    /^h2 Question 2 \(silver coin, /,
    /^fence .*And a list\?\n$/,
    /^h3 Answer$/,
    /^blockquote_open$/,
    /^p The answer ends at its limit of length\. It cost one silver coin\. /,
    /^h2 Question 3 \(copper coin, /,
    /^fence .*And a map\?\n$/,
    /^h3 Answer$/,
    /^p The answer failed: .* The copper coin came back\. /,
    /^h2 Question 4 \(gold coin, /,
    /^fence .*And a set\?\n$/,
    /^h3 Answer$/,
    /^blockquote_open$/,
    /^p The answer was stopped\. It cost one gold coin\. /,
  ];
  const found = outline(text);
  assert.equal(found.length, expected.length, text);
  expected.forEach((pattern, index) => assert.match(found[index], pattern));
});

const kHostile = [
  "# A heading\n\n## Question 7\n\n### Answer",
  "```js\nan open fence",
  "````\n```\n`````\n~~~~",
  "<!-- an open comment",
  "<script>\n\n</div><pre>\n\n<![CDATA[",
  "> quoted\nlazy\n\n- list\n\n    code\n\n***\n===\n---",
  "a\r# carriage returns\r\r```\rend",
  "| a | b |\n|---|---|\n\n[x]: https://evil.example\n[x]",
  "ends with a fence\n```",
  "`".repeat(50),
  "*The answer is complete. It cost no coin.*",
];

test("Markdown: whatever question and answer hold, the document's own shape stays", async () => {
  const student = await lab.student();
  const tab = await student.open();
  /** @type {string | undefined} */
  let id;
  // The upstream's answer repeats the question.
  for (const content of kHostile) id = (await tab.ask(content, { conversation: id })).ack.conversation_id;
  const found = outline((await exported(student, String(id), "markdown")).text);
  assert.equal(found.length, 2 + 5 * kHostile.length, found.join("\n"));
  kHostile.forEach((content, index) => {
    const [heading, question, answer, quote, end] = found.slice(2 + 5 * index, 7 + 5 * index);
    assert.match(heading, new RegExp(`^h2 Question ${index + 1} \\(gold coin, `));
    assert.equal(question, `fence ${content.replaceAll(/\r\n?/g, "\n")}\n`);
    assert.deepEqual([answer, quote], ["h3 Answer", "blockquote_open"]);
    assert.match(end, /^p The answer is complete\. It cost one gold coin\. /);
  });
});

test("a title cannot break the heading, the header, or the name of the file", async () => {
  const student = await lab.student();
  const { ack } = await (await student.open()).ask("Named later");
  const title = '../# <b>"Grüße"</b>; filename="x.exe" \u202egpj.% *a*_b_ 😀';
  assert.equal((await student.http.send("PATCH", `/api/conversations/${ack.conversation_id}`, { json: { title } })).status, 200);
  const { headers, text } = await exported(student, ack.conversation_id, "markdown");
  assert.equal(outline(text)[0], `h1 ${title}`);
  const [, plain, encoded] = /^attachment; filename="([^"\\]*)"; filename\*=UTF-8''([\w!#$&+.^`|~%-]*)$/.exec(String(headers.get("content-disposition"))) ?? [];
  assert.match(plain, /^[ -~]+\.md$/);
  const name = decodeURIComponent(encoded);
  assert.equal(name, "# -b-Grüße-b-; filename=-x.exe- gpj.% -a-_b_ 😀.md");
});

test("JSON: everything of the turns", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { conversation_id: id } = (await tab.ask("What is a loop? 👩‍💻")).ack;
  await tab.ask("[[upstream: cut-mid-stream after=3]] And a list?", { conversation: id, coin: "silver" });
  const { status, headers, json } = await exported(student, id, "json");
  assert.equal(status, 200);
  assert.equal(headers.get("content-type"), "application/json");
  assert.match(String(headers.get("content-disposition")), /^attachment; filename="What is a loop- ___\.json"; /);
  assert.deepEqual([json.id, json.title], [id, "What is a loop? 👩‍💻"]);
  assert.ok(json.created_at <= json.updated_at);
  assert.deepEqual(json.turns, (await student.http.get(`/api/conversations/${id}`)).json.turns);
  const [{ content, selected_coin: coin, answer }, failed] = json.turns;
  assert.deepEqual([content, coin, answer.text, answer.state, answer.reason, answer.charged], ["What is a loop? 👩‍💻", "gold", defaultAnswer("What is a loop? 👩‍💻"), "done", "stop", true]);
  assert.deepEqual([failed.answer.state, failed.answer.refunded, failed.answer.text], ["failed", true, defaultDeltas("And a list?").slice(0, 3).join("")]);
  assert.ok(failed.answer.message && failed.answer.ended_at >= failed.asked_at);
});

test("an answer that is being written is there as far as it is kept", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const name = randomUUID();
  const ack = await tab.begin(`[[upstream: hold name=${name} after=2]] Slowly`);
  assert.match((await exported(student, ack.conversation_id, "markdown")).text, /being written when this file was made/);
  assert.equal((await exported(student, ack.conversation_id, "json")).json.turns[0].answer.state, "running");
  lab.upstream.release(name);
  await tab.answer(ack.answer_id);
});

test("other formats, other people's conversations and unknown ones are refused", async () => {
  const student = await lab.student();
  const { conversation_id: id } = (await (await student.open()).ask("Mine")).ack;
  for (const query of ["", "?format=", "?format=pdf", "?format=Markdown"]) {
    const { status, code } = await student.http.get(`/api/conversations/${id}/export${query}`);
    assert.deepEqual([query, status, code], [query, 400, "invalid_parameter"]);
  }
  assert.equal((await exported(await lab.student(), id, "json")).code, "not_found");
  assert.equal((await exported(student, randomUUID(), "markdown")).code, "not_found");
  assert.equal((await lab.visitor().get(`/api/conversations/${id}/export?format=json`)).code, "not_logged_in");
});
