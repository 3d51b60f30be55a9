// The limits on questions: how many run at once, and how many a minute may have.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const message = { type: "message", content: "One more", selected_coin: "gold" };

/** @param {import("node:test").TestContext} t @param {import("../harness/settings.mjs").Settings} settings */
async function labFor(t, settings) {
  const lab = await startLab(settings);
  t.after(() => lab.close());
  return lab;
}

test("an account has only so many questions running: busy, until one has ended", async (t) => {
  const lab = await labFor(t, { runningPerAccount: 1 });
  const student = await lab.student();
  const [first, second] = [await student.open(), await student.open()];
  const { answer_id: id } = await first.begin("[[upstream: hold name=first]] Wait for it");
  const gold = await student.gold();

  second.socket.emit("message", message);
  assert.equal((await second.inbox.nth("error")).code, "busy");
  assert.equal((await first.refusal(message)).code, "busy");
  assert.equal(await student.gold(), gold, "busy costs nothing");

  const other = await (await lab.student()).open();
  assert.equal((await other.ask("Not my queue")).event, "done");

  lab.upstream.release("first");
  await first.answer(id);
  assert.equal((await second.ask("My turn")).event, "done");
});

test("a stopped question makes room", async (t) => {
  const lab = await labFor(t, { runningPerAccount: 1 });
  const tab = await (await lab.student()).open();
  const { answer_id: id } = await tab.begin("[[upstream: silence]]");
  tab.stop(id);
  await tab.answer(id);
  assert.equal((await tab.ask("Next")).event, "done");
});

test("the lab has only so many questions running", async (t) => {
  const lab = await labFor(t, { runningTotal: 2, runningPerAccount: 2 });
  const tabs = await Promise.all([1, 2, 3].map(async () => (await lab.student()).open()));
  const held = await Promise.all(tabs.slice(0, 2).map((tab) => tab.begin("[[upstream: hold name=all]] Wait")));
  assert.equal((await tabs[2].refusal(message)).code, "busy");
  lab.upstream.release("all");
  await Promise.all(held.map(({ answer_id: id }, index) => tabs[index].answer(id)));
  assert.equal((await tabs[2].ask("Now")).event, "done");
});

test("an account may ask only so often: rate_limited, which costs nothing", async (t) => {
  const lab = await labFor(t, { messagesPerMinute: 2 });
  const student = await lab.student();
  const tab = await student.open();
  await tab.ask("One");
  await tab.ask("Two");
  const gold = await student.gold();
  tab.socket.emit("message", message);
  const error = await tab.inbox.nth("error");
  assert.equal(error.code, "rate_limited");
  assert.match(error.message, /\w+ \w+ \w+/);
  assert.equal((await (await student.open()).refusal(message)).code, "rate_limited", "in another tab too");
  assert.equal(await student.gold(), gold);
  assert.equal(lab.upstream.requests.length, 2);
  assert.equal((await (await (await lab.student()).open()).ask("Somebody else")).event, "done");
});

test("only new questions count: one that was asked before is answered though its asker has no more turns", async (t) => {
  const lab = await labFor(t, { messagesPerMinute: 2 });
  const student = await lab.student();
  const [tab, other] = [await student.open(), await student.open()];
  const [one, two] = [randomUUID(), randomUUID()];
  const first = await tab.ask("One", { id: one });
  assert.equal((await other.ask("One", { id: one })).text, first.text);
  const second = await tab.ask("Two", { id: two });
  const refusal = await tab.refusal({ ...message, id: randomUUID() });
  assert.equal(refusal.code, "rate_limited");
  assert.ok(refusal.retry_after >= 1 && refusal.retry_after <= 60, `try again in ${refusal.retry_after} s`);

  const late = await student.open();
  assert.equal((await late.ask("One", { id: one })).text, first.text);
  assert.equal((await late.ask("Two", { id: two })).text, second.text);
  assert.equal((await tab.refusal({ ...message, content: "Another", id: two })).code, "invalid_message");
  assert.equal(lab.upstream.requests.length, 2);
});

test("a full lab still answers what was asked before", async (t) => {
  const lab = await labFor(t, { runningPerAccount: 1 });
  const student = await lab.student();
  const [tab, other] = [await student.open(), await student.open()];
  const id = randomUUID();
  const { text } = await tab.ask("One", { id });
  const held = await tab.begin("[[upstream: hold name=held]] Wait for it");
  assert.equal((await other.refusal(message)).code, "busy");
  assert.equal((await other.ask("One", { id })).text, text);
  lab.upstream.release("held");
  await tab.answer(held.answer_id);
});

test("only so many connections are served, and a place that gets free is given away again", async (t) => {
  const lab = await labFor(t, { connections: 8 });
  const http = lab.visitor();
  await http.post("/auth/register", { username: "crowded", password: "correct horse battery" });
  const tabs = [];
  let refused = false;
  while (!refused && tabs.length <= 8) {
    await lab.open({ cookie: http.cookie, mode: "websocket" }).then((tab) => tabs.push(tab), () => (refused = true));
  }
  assert.ok(refused, "the ninth connection is refused");
  assert.ok(tabs.length > 0);
});
