// A student stops an answer: what has been read is paid for, what has not begun is not, and the model's request is cancelled.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kModes } from "../harness/tab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());

/** @param {string} question */
const requestFor = (question) => lab.upstream.waitForRequest((request) => request.question === question);

for (const mode of kModes) {
  describe(`over ${mode}`, () => {
    test("before the first word: nothing is charged", async () => {
      const student = await lab.student();
      const tab = await student.open(mode);
      const before = await student.balances();
      const question = `Too slow ${randomUUID()}`;
      const { answer_id: id } = await tab.begin(`[[upstream: slow-headers]] ${question}`);
      const request = await requestFor(question);
      tab.stop(id);
      const { event, end, text } = await tab.answer(id);
      assert.equal(event, "done");
      assert.deepEqual(end, { type: "done", answer_id: id, reason: "stopped", length: 0, charged: false, balances: before });
      assert.equal(text, "");
      assert.equal(await request.ended, "aborted");
      assert.deepEqual(await student.balances(), before);
    });

    test("after some words: charged, and the text ends where it was stopped", async () => {
      const student = await lab.student();
      const tab = await student.open(mode);
      const before = await student.gold();
      const question = `Enough ${randomUUID()}`;
      const { answer_id: id } = await tab.begin(`[[upstream: silence after=4]] ${question}`);
      const some = defaultDeltas(question).slice(0, 4).join("");
      await tab.textReaches(id, some);
      tab.stop(id);
      const { end, text } = await tab.answer(id);
      assert.deepEqual([end.reason, end.charged, end.length], ["stopped", true, some.length]);
      assert.equal(text, some);
      assert.equal(await (await requestFor(question)).ended, "aborted");
      assert.equal(await student.gold(), before - 1);
    });
  });
}

test("another tab of the student can stop it", async () => {
  const student = await lab.student();
  const [reading, stopping] = [await student.open(), await student.open()];
  const { answer_id: id } = await reading.begin("[[upstream: silence]] Stop over there");
  await reading.textReaches(id, defaultDeltas("Stop over there")[0]);
  stopping.stop(id);
  assert.equal((await reading.answer(id)).end.reason, "stopped");
});

test("another student cannot", async () => {
  const owner = await (await lab.student()).open();
  const other = await (await lab.student()).open();
  const { answer_id: id } = await owner.begin("[[upstream: hold name=not-yours]] Not yours");
  other.stop(id);
  await other.ask("Has the stop been seen?");
  lab.upstream.release("not-yours");
  assert.equal((await owner.answer(id)).text, defaultAnswer("Not yours"));
});

test("stopping what has ended, what never was, or nothing at all does no harm", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { ack } = await tab.ask("Over already");
  const before = await student.gold();
  for (const payload of [{ answer_id: ack.answer_id }, { answer_id: randomUUID() }, { answer_id: 7 }, {}, null, "stop", [[]]]) {
    tab.socket.emit("stop", payload);
  }
  tab.socket.emit("stop");
  assert.equal((await tab.ask("Still here")).event, "done");
  assert.equal(tab.inbox.count("done"), 2);
  assert.equal(await student.gold(), before - 1);
});

test("stopped many times at once: it ends once", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const before = await student.gold();
  const { answer_id: id } = await tab.begin("[[upstream: silence after=2]] Again and again");
  await tab.textReaches(id, defaultDeltas("Again and again")[0]);
  for (let count = 0; count < 20; count += 1) tab.stop(id);
  await tab.answer(id);
  await tab.ask("Next");
  assert.equal(tab.inbox.events.filter(({ name, payload }) => name === "done" && payload.answer_id === id).length, 1);
  assert.equal(await student.gold(), before - 2);
});
