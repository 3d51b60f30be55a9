// A coin buys exactly one answer, however hard one tries.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

test("without a coin of that kind: low_coins; other coins still buy", async (t) => {
  const lab = await startLab({ goldCoins: 1 });
  t.after(() => lab.close());
  const student = await lab.student();
  const tab = await student.open();
  await tab.ask("The last gold");

  tab.socket.emit("message", { type: "message", content: "One more", selected_coin: "gold" });
  const error = await tab.inbox.nth("error");
  assert.equal(error.code, "low_coins");
  assert.match(error.message, /gold/i);
  const ack = await tab.refusal({ type: "message", content: "One more", selected_coin: "gold" });
  assert.equal(ack.code, "low_coins");
  assert.equal(lab.upstream.requests.length, 1);
  assert.equal((await tab.ask("With silver", { coin: "silver" })).event, "done");
});

test("a refunded coin can be spent again", async (t) => {
  const lab = await startLab({ goldCoins: 1 });
  t.after(() => lab.close());
  const tab = await (await lab.student()).open();
  assert.equal((await tab.ask("[[upstream: cut-mid-stream]]")).end.refunded, true);
  assert.equal((await tab.ask("Again")).event, "done");
});

test("a thousand questions at once for one coin: one answer", async (t) => {
  const kQuestions = 1000;
  const lab = await startLab({ goldCoins: 1, runningPerAccount: 2 * kQuestions, runningTotal: 2 * kQuestions });
  t.after(() => lab.close());
  const student = await lab.student();
  const tabs = await Promise.all(Array.from({ length: 10 }, (_, index) => student.open(index % 2 ? "polling" : "websocket")));

  const acks = await Promise.all(
    Array.from({ length: kQuestions }, (_, index) =>
      tabs[index % tabs.length].send({ type: "message", content: `Question ${index}`, selected_coin: "gold", id: randomUUID() }),
    ),
  );

  const accepted = acks.filter((ack) => ack.ok);
  assert.equal(accepted.length, 1);
  assert.equal(acks.filter((ack) => ack.code === "low_coins").length, kQuestions - 1);
  const asker = tabs[acks.indexOf(accepted[0]) % tabs.length];
  assert.equal((await asker.answer(accepted[0].answer_id)).event, "done");
  assert.equal(lab.upstream.requests.length, 1);
  assert.equal(await student.gold(), 0);
});
