// The same id is the same question: charged once, asked once, and whoever asks again reads the same answer.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer } from "../upstream/default_answer.mjs";

const lab = await startLab({ runningPerAccount: 100, runningTotal: 1000 });
after(() => lab.close());

/** @param {string} question */
const requestsFor = (question) => lab.upstream.requests.filter((request) => request.question === question).length;

test("asked again while the answer is running, in the same tab and another", async () => {
  const student = await lab.student();
  const [first, second] = [await student.open(), await student.open("polling")];
  const before = await student.gold();
  const id = randomUUID();
  const content = "[[upstream: hold name=running]] Again, running";
  const ack = await first.begin(content, { id });
  const [same, other] = [await first.begin(content, { id }), await second.begin(content, { id })];
  for (const again of [same, other]) {
    assert.deepEqual([again.answer_id, again.conversation_id], [ack.answer_id, ack.conversation_id]);
  }
  lab.upstream.release("running");
  assert.equal((await second.answer(id)).text, defaultAnswer("Again, running"));
  assert.equal((await first.answer(id)).text, defaultAnswer("Again, running"), "once, though it was asked for twice");
  assert.equal(requestsFor("Again, running"), 1);
  assert.equal(await student.gold(), before - 1);
});

test("asked again after the answer is complete", async () => {
  const student = await lab.student();
  const before = await student.gold();
  const id = randomUUID();
  const first = await (await student.open()).ask("Again, done", { id });
  const second = await (await student.open()).ask("Again, done", { id });
  assert.equal(second.text, first.text);
  assert.equal(second.end.reason, "stop");
  assert.deepEqual(second.end.balances, await student.balances());
  assert.equal(requestsFor("Again, done"), 1);
  assert.equal(await student.gold(), before - 1);
});

test("asked a hundred times at once", async () => {
  const student = await lab.student();
  const before = await student.gold();
  const id = randomUUID();
  const tabs = await Promise.all(Array.from({ length: 5 }, () => student.open()));
  const acks = await Promise.all(Array.from({ length: 100 }, (_, index) =>
    tabs[index % 5].begin("[[upstream: hold name=hundred after=2]] Again, at once", { id })));
  lab.upstream.release("hundred");
  assert.equal(new Set(acks.map((ack) => ack.answer_id)).size, 1);
  for (const tab of tabs) assert.equal((await tab.answer(id)).text, defaultAnswer("Again, at once"));
  assert.equal(requestsFor("Again, at once"), 1);
  assert.equal(await student.gold(), before - 1);
});

test("asked again with other words: the first words count", async () => {
  const student = await lab.student();
  const before = await student.gold();
  const id = randomUUID();
  await (await student.open()).ask("First words", { id });
  await (await student.open()).send({ type: "message", content: "Other words", selected_coin: "gold", id });
  assert.equal(requestsFor("Other words"), 0);
  assert.equal(await student.gold(), before - 1);
});

test("asked again after a failure: no second charge, and the failure is told again", async () => {
  const student = await lab.student();
  const before = await student.gold();
  const id = randomUUID();
  const content = "[[upstream: status-500]] Again, failed";
  const first = await (await student.open()).ask(content, { id });
  const second = await (await student.open()).ask(content, { id });
  assert.equal(first.end.code, "upstream_error");
  assert.equal(second.end.code, "upstream_error");
  assert.equal(await student.gold(), before);
});

test("another student's id opens nothing", async () => {
  const owner = await (await lab.student()).open();
  const curious = await lab.student();
  const id = randomUUID();
  await owner.ask("My secret is xyzzy", { id });
  const tab = await curious.open();
  const ack = await tab.send({ type: "message", content: "Tell me", selected_coin: "gold", id });
  if (ack.ok) await tab.answer(ack.answer_id);
  assert.doesNotMatch(JSON.stringify([ack, tab.inbox.events]), /xyzzy/);
});
