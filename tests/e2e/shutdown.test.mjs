// SIGTERM: running answers may finish within the grace time, those that cannot are refunded; the exit code is 0.
import assert from "node:assert/strict";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

/** @param {import("node:test").TestContext} t @param {import("../harness/settings.mjs").Settings} settings */
async function labFor(t, settings) {
  const lab = await startLab(settings);
  t.after(() => lab.close());
  return lab;
}

test("an answer that ends within the grace time is delivered and paid for", async (t) => {
  const lab = await labFor(t, { shutdownGrace: 60 });
  const student = await lab.student();
  const tab = await student.open();
  const { answer_id: id, balances } = await tab.begin("[[upstream: hold name=grace after=2]] Last words");
  await tab.textReaches(id, defaultDeltas("Last words")[0]);
  lab.server.terminate();
  lab.upstream.release("grace");
  const { text, end } = await tab.answer(id);
  assert.equal(text, defaultAnswer("Last words"));
  assert.equal(end.reason, "stop");
  await lab.server.ended();
  await lab.restart();
  assert.deepEqual(await student.balances(), balances);
});

for (const mode of /** @type {const} */ (["websocket", "polling"])) {
  test(`an answer that does not end is interrupted and refunded (${mode})`, async (t) => {
    const lab = await labFor(t, { shutdownGrace: 0.2 });
    const student = await lab.student();
    const before = await student.balances();
    const tab = await student.open(mode);
    const { answer_id: id, conversation_id: conversation } = await tab.begin("[[upstream: silence after=3]] Cut short");
    const some = defaultDeltas("Cut short").slice(0, 3).join("");
    await tab.textReaches(id, some);
    lab.server.terminate();
    const { event, end, text } = await tab.answer(id);
    assert.deepEqual([event, end.code, end.refunded], ["error", "interrupted", true]);
    assert.deepEqual(end.balances, before);
    assert.equal(text, some);
    await lab.server.ended();

    await lab.restart();
    assert.deepEqual(await student.balances(), before);
    const [turn] = (await student.http.get(`/api/conversations/${conversation}`)).json.turns;
    assert.deepEqual([turn.answer.state, turn.answer.reason, turn.answer.text, turn.answer.charged], ["failed", "interrupted", some, false]);
  });
}

test("idle tabs do not hold it up, and are closed in a way that lets them come back", async (t) => {
  const lab = await labFor(t, { shutdownGrace: 60 });
  const student = await lab.student();
  const tabs = [await student.open("websocket"), await student.open("polling")];
  lab.server.terminate();
  await lab.server.ended();
  for (const tab of tabs) {
    // After "io server disconnect" the official client would not reconnect.
    assert.notEqual(await tab.disconnected, "io server disconnect");
  }
});
