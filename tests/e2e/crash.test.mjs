// The power fails in the middle of answers: after the next start every coin is where it belongs.
import assert from "node:assert/strict";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

test("open reservations are refunded at the next start, finished answers are kept and paid for", async (t) => {
  const lab = await startLab();
  t.after(() => lab.close());
  const [student, other] = [await lab.student(), await lab.student()];
  const tab = await student.open();
  const finished = await tab.ask("Before the crash");
  const paid = await student.balances();
  const running = await tab.begin("[[upstream: silence after=3]] During the crash", { conversation: finished.ack.conversation_id });
  await tab.textReaches(running.answer_id, defaultDeltas("During the crash").slice(0, 3).join(""));
  const otherTab = await other.open();
  await otherTab.begin("[[upstream: slow-headers]] Nothing yet");

  await lab.server.kill();
  await lab.restart();

  assert.deepEqual(await student.balances(), paid, "the session and the coin survive");
  assert.equal((await other.balances()).gold, 100);
  const { turns } = (await student.http.get(`/api/conversations/${finished.ack.conversation_id}`)).json;
  assert.deepEqual(turns.map((/** @type {any} */ turn) => [turn.answer.state, turn.answer.charged]), [["done", true], ["failed", false]]);
  assert.equal(turns[0].answer.text, defaultAnswer("Before the crash"));

  const back = await student.open();
  back.resume(running.answer_id, 0);
  const { event, end } = await back.answer(running.answer_id);
  assert.deepEqual([event, end.code, end.refunded], ["error", "interrupted", true]);
  assert.equal((await back.ask("After the crash")).event, "done");
});

test("the ledger adds up after it", async (t) => {
  const lab = await startLab();
  t.after(() => lab.close());
  const tab = await (await lab.student()).open();
  await tab.ask("One");
  await tab.begin("[[upstream: slow-headers]] Two");
  await lab.server.kill();
  await lab.restart();
  await lab.server.stop();
  const { code, stdout, stderr } = await lab.installation.run("ledger", "verify", ...lab.installation.flags);
  assert.equal(code, 0, stdout + stderr);
});
