// Several servers on one PostgreSQL database: whichever one a student reaches, a question is one question.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { PostgreSql } from "../harness/postgresql.mjs";
import { test } from "../harness/test.mjs";
import { TwoNodes } from "../harness/two_nodes.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const postgresql = await PostgreSql.started();
const nodes = await TwoNodes.start(await postgresql.createDatabase());
after(async () => {
  try {
    await nodes.close();
  } finally {
    await postgresql.remove();
  }
});

test("the same id asked at both at once: one reservation, one request, the same text for all", async () => {
  const student = await nodes.student();
  const before = await nodes.gold(student);
  const name = randomUUID();
  const id = randomUUID();
  const question = `Both ${id}`;
  const tabs = await Promise.all(Array.from({ length: 10 }, (_, i) => nodes.open(student, i % 2 ? nodes.there : nodes.here)));
  const asked = tabs.map((tab) => tab.begin(`[[upstream: hold name=${name} after=2]] ${question}`, { id }));
  for (const ack of await Promise.all(asked)) assert.equal(ack.answer_id, id);
  await Promise.all(tabs.map((tab) => tab.textReaches(id, defaultDeltas(question).slice(0, 2).join(""))));
  nodes.upstream.release(name);
  for (const tab of tabs) {
    const { text, end } = await tab.answer(id);
    assert.equal(text, defaultAnswer(question));
    assert.deepEqual([end.reason, end.charged, end.balances.gold], ["stop", true, before - 1]);
  }
  assert.equal(nodes.requestsFor(question).length, 1);
  assert.equal(await nodes.gold(student), before - 1);
});

test("the same id again at the other one, when the answer is complete", async () => {
  const student = await nodes.student();
  const id = randomUUID();
  const { text } = await (await nodes.open(student, nodes.here)).ask(`Later ${id}`, { id });
  const again = await (await nodes.open(student, nodes.there)).ask(`Later ${id}`, { id });
  assert.equal(again.text, text);
  assert.equal(again.end.charged, true);
  assert.equal(nodes.requestsFor(`Later ${id}`).length, 1);
});

test("who reads along learns the end, though the conversation is deleted as soon as it has ended", async () => {
  const student = await nodes.student();
  const name = randomUUID();
  const asker = await nodes.open(student, nodes.here);
  const { answer_id: id, conversation_id: conversation } = await asker.begin(`[[upstream: hold name=${name} after=3]] Deleted`);
  const reader = await nodes.open(student, nodes.there);
  reader.resume(id, 0);
  await reader.textReaches(id, defaultDeltas("Deleted")[0]);
  nodes.upstream.release(name);
  await asker.answer(id);
  assert.equal((await student.send("DELETE", `/api/conversations/${conversation}`)).status, 204);
  const { text, end } = await reader.answer(id);
  assert.deepEqual([text, end.reason], [defaultAnswer("Deleted"), "stop"]);
});

test("an answer is read along at the other one, from any offset", async () => {
  const student = await nodes.student();
  const name = randomUUID();
  const asker = await nodes.open(student, nodes.here);
  const { answer_id: id } = await asker.begin(`[[upstream: hold name=${name} after=3]] Along`);
  await asker.textReaches(id, defaultDeltas("Along").slice(0, 3).join(""));
  const reader = await nodes.open(student, nodes.there);
  const sofar = asker.textOf(id);
  // One who came over here knows more than the database, perhaps: it is waited for, and nothing comes twice.
  const moved = await nodes.open(student, nodes.there);
  moved.resume(id, sofar.length);
  reader.resume(id, 0);
  await reader.textReaches(id, sofar);
  nodes.upstream.release(name);
  assert.equal((await reader.answer(id)).text, defaultAnswer("Along"));
  assert.equal(sofar + (await moved.answer(id, sofar.length)).text, defaultAnswer("Along"));
  const late = await nodes.open(student, nodes.there);
  late.resume(id, sofar.length);
  assert.equal(sofar + (await late.answer(id, sofar.length)).text, defaultAnswer("Along"));
});

test("a stop from the other one cancels the model's request, and all are told", async () => {
  const student = await nodes.student();
  const question = `Stop ${randomUUID()}`;
  const asker = await nodes.open(student, nodes.here);
  const { answer_id: id } = await asker.begin(`[[upstream: silence after=3]] ${question}`);
  await asker.textReaches(id, defaultDeltas(question).slice(0, 3).join(""));
  const other = await nodes.open(student, nodes.there);
  other.resume(id, 0);
  other.stop(id);
  const [request] = nodes.requestsFor(question);
  assert.equal(await request.ended, "aborted");
  for (const tab of [asker, other]) {
    const { end } = await tab.answer(id);
    assert.deepEqual([end.reason, end.charged], ["stopped", true]);
  }
});

test("one is killed: the other gives the coin back, and no text that was shown is lost", async () => {
  const student = await nodes.student();
  const before = await nodes.gold(student);
  const asker = await nodes.open(student, nodes.there);
  const { answer_id: id } = await asker.begin("[[upstream: silence after=5]] Killed");
  const shown = defaultDeltas("Killed").slice(0, 5).join("");
  await asker.textReaches(id, shown);
  const reader = await nodes.open(student, nodes.here);
  reader.resume(id, 0);
  await nodes.there.kill();
  // Once the lease of the other is over.
  const { event, end, text } = await reader.answer(id);
  assert.deepEqual([event, end.code, end.refunded, end.balances.gold], ["error", "interrupted", true, before]);
  assert.ok(shown.startsWith(text));
  const moved = await nodes.open(student, nodes.here);
  moved.resume(id, shown.length);
  assert.deepEqual((await moved.answer(id, shown.length)).text, "", "what the reader has is not sent again");

  await nodes.there.restart();
  for (const node of [nodes.here, nodes.there]) {
    const back = await nodes.open(student, node);
    back.resume(id, 0);
    assert.equal((await back.answer(id)).text, shown);
  }
  assert.equal(await nodes.gold(student), before);
});

test("the ledger adds up after all of it", async () => {
  const { code, stdout, stderr } = await nodes.here.installation.run("ledger", "verify", ...nodes.here.installation.flags);
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /\(0 open\)/);
});
