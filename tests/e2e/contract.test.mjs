// A question and its answer, event by event, over each transport that the official client has.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kModes } from "../harness/tab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());

for (const mode of kModes) {
  describe(`over ${mode}`, () => {
    test("the transport is the one asked for", async () => {
      const tab = await (await lab.student()).open(mode);
      if (mode === "default") await tab.upgraded();
      assert.equal(tab.transport, mode === "default" ? "websocket" : mode);
    });

    test("with an acknowledgement: accepted, streamed, done, one coin less", async () => {
      const student = await lab.student();
      const tab = await student.open(mode);
      const before = await student.balances();
      const id = randomUUID();
      const answer = await tab.ask("What is a pointer? 👉", { id });
      const balances = { ...before, gold: before.gold - 1 };
      assert.equal(answer.ack.answer_id, id);
      assert.deepEqual(answer.ack.balances, balances);
      assert.ok(answer.ack.conversation_id);
      assert.equal(answer.text, defaultAnswer("What is a pointer? 👉"));
      assert.equal(answer.event, "done");
      assert.deepEqual(answer.end, {
        type: "done",
        answer_id: id,
        reason: "stop",
        length: answer.text.length,
        charged: true,
        balances,
      });
      assert.deepEqual(await student.balances(), balances);
    });

    test("without an acknowledgement and an id: the same events", async () => {
      const tab = await (await lab.student()).open(mode);
      tab.socket.emit("message", { type: "message", content: "No ack", selected_coin: "silver" });
      const done = await tab.inbox.nth("done");
      assert.equal(tab.textOf(done.answer_id), defaultAnswer("No ack"));
      assert.equal(done.length, defaultAnswer("No ack").length);
      assert.equal(tab.inbox.count("error"), 0);
    });

    test("the first words come while the rest is still being written", async () => {
      const tab = await (await lab.student()).open(mode);
      const name = randomUUID();
      const { answer_id: id } = await tab.begin(`[[upstream: hold name=${name} after=4]] Slowly`);
      await tab.textReaches(id, defaultDeltas("Slowly").slice(0, 4).join(""));
      assert.equal(tab.inbox.count("done"), 0);
      lab.upstream.release(name);
      assert.equal((await tab.answer(id)).text, defaultAnswer("Slowly"));
    });

    test("a model that fails: error, and the coin is back", async () => {
      const student = await lab.student();
      const tab = await student.open(mode);
      const before = await student.balances();
      const { event, end, ack } = await tab.ask("[[upstream: status-500]]");
      assert.equal(event, "error");
      assert.equal(end.type, "error");
      assert.equal(end.code, "upstream_error");
      assert.equal(end.refunded, true);
      assert.equal(end.answer_id, ack.answer_id);
      assert.ok(end.message.length > 10);
      assert.deepEqual(end.balances, before);
      assert.deepEqual(await student.balances(), before);
    });

    test("the student's other tab learns the new balance", async () => {
      const student = await lab.student();
      const [asking, watching] = [await student.open(mode), await student.open()];
      const { balances } = await asking.begin("Who pays?");
      const event = await watching.inbox.first(
        ({ name, payload }) => name === "balance" && payload.balances.gold === balances.gold,
        "the balance",
      );
      assert.deepEqual(event.payload, { type: "balance", balances });
    });
  });
}

test("two students at once get their own answers", async () => {
  const tabs = await Promise.all(["default", "websocket", "polling"].map(async (mode) =>
    (await lab.student()).open(/** @type {import("../harness/tab.mjs").Mode} */ (mode))));
  const answers = await Promise.all(tabs.map((tab, index) => tab.ask(`Question ${index}`)));
  assert.deepEqual(answers.map(({ text }) => text), [0, 1, 2].map((index) => defaultAnswer(`Question ${index}`)));
  for (const tab of tabs) assert.equal(tab.inbox.count("done"), 1);
});

test("each coin pays for its own tier", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const before = await student.balances();
  for (const coin of ["gold", "silver", "copper", "copper"]) await tab.ask("Which tier?", { coin });
  assert.deepEqual(await student.balances(), { gold: before.gold - 1, silver: before.silver - 1, copper: before.copper - 2 });
});

test("a new account has the coins of the settings", async (t) => {
  const other = await startLab({ goldCoins: 7 });
  t.after(() => other.close());
  assert.deepEqual(await (await other.student()).balances(), { gold: 7, silver: 10, copper: 20 });
});
