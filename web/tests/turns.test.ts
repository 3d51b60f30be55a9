// How a question and its answer change with what the server tells.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, askedTurn, failed, finished, mergedTurns, reconnected, storedTurn, streamed } from "../src/chat/turns.ts";
import type { HistoryTurn } from "../src/contract.ts";

const balances = { gold: 1, silver: 2, copper: 3 };
const question = { id: "q1", content: "Why?", selected_coin: "copper" } as const;
const done = (length: number, reason: "stop" | "length" | "stopped" = "stop", charged = true) =>
  ({ answer_id: "q1", reason, length, charged, balances }) as const;
const stream = (offset: number, content: string) => ({ answer_id: "q1", offset, content });
const stored = (answer: Partial<HistoryTurn["answer"]>, id = "q1"): HistoryTurn => ({
  answer_id: id,
  content: "Why?",
  selected_coin: "copper",
  answer: { text: "", state: "running", reason: null, charged: true, ...answer },
});

test("asked, acknowledged, streamed and done", () => {
  let turn = askedTurn(question);
  assert.equal(turn.phase, "sending");
  turn = accepted(turn);
  assert.equal(turn.phase, "running");
  turn = streamed(turn, stream(0, "Because")).turn;
  turn = finished(turn, done(7)).turn;
  assert.equal(turn.phase, "ended");
  assert.deepEqual(turn.ending, { reason: "stop", charged: true });
});

test("text that overtakes the acknowledgement counts as one", () => {
  assert.equal(streamed(askedTurn(question), stream(0, "B")).turn.phase, "running");
});

test("done before the last text waits for it", () => {
  const begun = streamed(accepted(askedTurn(question)), stream(0, "Be")).turn;
  const { turn, resumeFrom } = finished(begun, done(7));
  assert.equal(turn.phase, "running");
  assert.equal(resumeFrom, 2);
  assert.equal(streamed(turn, stream(2, "cause")).turn.phase, "ended");
});

test("a failure ends it with the text so far, and an unspent coin unless the server says it is spent", () => {
  const begun = streamed(accepted(askedTurn(question)), stream(0, "Be")).turn;
  const error = { code: "upstream_error", message: "", answer_id: "q1" };
  const turn = failed(begun, { ...error, refunded: true });
  assert.equal(turn.phase, "ended");
  assert.equal(turn.reading.text, "Be");
  assert.deepEqual(turn.ending, { reason: "upstream_error", charged: false });
  assert.equal(failed(begun, { ...error, refunded: false }).ending?.charged, true);
});

test("nothing changes an answer that has ended", () => {
  const turn = finished(accepted(askedTurn(question)), done(0, "stopped", false)).turn;
  assert.equal(streamed(turn, stream(0, "late")).turn, turn);
  assert.equal(finished(turn, done(3)).turn, turn);
  assert.equal(failed(turn, { code: "interrupted", message: "" }), turn);
  assert.equal(reconnected(turn).resumeFrom, null);
});

test("a new line resumes a running answer, not one that the server may not know", () => {
  const running = streamed(accepted(askedTurn(question)), stream(0, "Be")).turn;
  assert.equal(reconnected(running).resumeFrom, 2);
  assert.equal(reconnected(askedTurn(question)).resumeFrom, null);
});

test("a stored answer comes back as it ended", () => {
  assert.equal(storedTurn(stored({ text: "Be" })).phase, "running");
  assert.deepEqual(storedTurn(stored({ state: "done", reason: "length" })).ending, { reason: "length", charged: true });
  assert.deepEqual(storedTurn(stored({ state: "failed", reason: null, charged: false })).ending, {
    reason: "interrupted",
    charged: false,
  });
});

test("the server's history is merged with what this page knows better", () => {
  const ahead = streamed(accepted(askedTurn(question)), stream(0, "Because of")).turn;
  assert.equal(mergedTurns([ahead], [storedTurn(stored({ text: "Be" }))])[0], ahead);
  assert.equal(mergedTurns([ahead], [storedTurn(stored({ text: "Because of it", state: "done", reason: "stop" }))])[0]?.phase, "ended");
  assert.equal(mergedTurns([ahead], [storedTurn(stored({ text: "Because of it" }))])[0]?.reading.text, "Because of it");
});

test("a question on its way stays last until the server lists it, and other leftovers go", () => {
  const waiting = askedTurn({ ...question, id: "q2" });
  const other = accepted(askedTurn({ ...question, id: "elsewhere" }));
  const merged = mergedTurns([other, waiting], [storedTurn(stored({ state: "done", reason: "stop" }))]);
  assert.deepEqual(merged.map((turn) => turn.id), ["q1", "q2"]);
  assert.equal(mergedTurns([waiting], [storedTurn(stored({}, "q2"))]).length, 1);
  assert.equal(mergedTurns([waiting], [storedTurn(stored({}, "q2"))])[0]?.phase, "running");
});
