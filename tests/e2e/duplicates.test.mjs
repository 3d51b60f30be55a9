// A thousand times the same question, over a thousand sockets, at once and late: one coin, one request to the model, and every
// asker reads the same answer.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { entriesOf } from "../harness/ledger.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const kAskers = 1000;
/** Tabs that are opened at a time: a listening socket's queue has an end. */
const kAtOnce = 50;

const lab = await startLab();
after(() => lab.close());

/** @param {import("../harness/lab.mjs").Student} student @param {number} count */
async function openTabs(student, count) {
  /** @type {import("../harness/tab.mjs").Tab[]} */
  const tabs = [];
  while (tabs.length < count) {
    const more = Math.min(kAtOnce, count - tabs.length);
    // Each tenth polls.
    tabs.push(...(await Promise.all(Array.from({ length: more }, (_, index) => student.open(index % 10 === 9 ? "polling" : "websocket")))));
  }
  return tabs;
}

/** @param {string} question */
const requestsFor = (question) => lab.upstream.requests.filter((request) => request.question === question).length;

test(`${kAskers} at once, then late ones, after the end and after a restart`, async () => {
  const student = await lab.student();
  const before = await student.gold();
  const question = "The same, please";
  const content = `[[upstream: hold name=same after=3]] ${question}`;
  const id = randomUUID();
  const tabs = await openTabs(student, kAskers);
  const [early, late] = [tabs.slice(0, kAskers - 100), tabs.slice(kAskers - 100)];

  const acks = await Promise.all(early.map((tab) => tab.begin(content, { id })));
  await Promise.all(early.map((tab) => tab.textReaches(id, defaultDeltas(question).slice(0, 3).join(""))));
  acks.push(...(await Promise.all(late.map((tab) => tab.begin(content, { id })))));
  assert.equal(new Set(acks.map((ack) => `${ack.answer_id} ${ack.conversation_id}`)).size, 1);
  assert.equal(acks[0].answer_id, id);
  assert.deepEqual(entriesOf(lab, id), [{ kind: "reserve", tier: "gold", amount: -1 }]);

  lab.upstream.release("same");
  for (const tab of tabs) {
    const { text, event, end } = await tab.answer(id);
    assert.equal(text, defaultAnswer(question));
    assert.deepEqual([event, end.reason, end.charged, end.balances.gold], ["done", "stop", true, before - 1]);
    assert.equal(tab.inbox.count("done"), 1);
  }
  assert.equal((await (await student.open()).ask(content, { id })).text, defaultAnswer(question), "after the end");
  for (const tab of tabs) tab.close();

  await lab.server.stop();
  await lab.restart();
  const back = await openTabs(student, 20);
  for (const { text, end } of await Promise.all(back.map((tab) => tab.ask(content, { id })))) {
    assert.equal(text, defaultAnswer(question), "after a restart");
    assert.deepEqual([end.reason, end.charged], ["stop", true]);
  }
  assert.equal(requestsFor(question), 1);
  assert.deepEqual(entriesOf(lab, id).map(({ kind }) => kind), ["reserve", "settle"]);
  assert.equal(await student.gold(), before - 1);
});

test("with another text, coin or asker among them: only the first is answered, all others are refused", async () => {
  const [student, other] = [await lab.student(), await lab.student()];
  const [before, others] = [await student.balances(), await other.balances()];
  const id = randomUUID();
  const question = "Mine came first";
  const first = await student.open();
  await first.begin(`[[upstream: hold name=first after=1]] ${question}`, { id });
  const tabs = await openTabs(student, 10);
  const strangers = await openTabs(other, 10);
  const same = { content: `[[upstream: hold name=first after=1]] ${question}`, selected_coin: "gold", id };
  const refused = [
    ...tabs.map((tab) => tab.refusal({ ...same, content: "Another text" })),
    ...tabs.map((tab) => tab.refusal({ ...same, content: `${same.content} ` })),
    ...tabs.map((tab) => tab.refusal({ ...same, selected_coin: "copper" })),
    ...strangers.map((tab) => tab.refusal(same)),
  ];
  for (const { code, message } of await Promise.all(refused)) {
    assert.equal(code, "invalid_message");
    assert.match(message, /give each question its own/);
  }
  lab.upstream.release("first");
  assert.equal((await first.answer(id)).text, defaultAnswer(question));
  assert.equal((await tabs[0].refusal({ ...same, content: "Another text" })).code, "invalid_message", "after the end too");
  assert.deepEqual(await student.balances(), { ...before, gold: before.gold - 1 });
  assert.deepEqual(await other.balances(), others);
  assert.equal(requestsFor("Another text"), 0);
});

test("the ledger adds up", async () => {
  await lab.server.stop();
  const { code, stdout, stderr } = await lab.installation.run("ledger", "verify", ...lab.installation.flags);
  assert.equal(code, 0, stdout + stderr);
});
