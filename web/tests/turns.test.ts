// How a question and its answer change with what the server tells.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, askedTurn, failed, finished, mergedTurns, reconnected, storedTurn, streamed, vanished } from "../src/chat/turns.ts";
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
  const { turn } = failed(begun, { ...error, refunded: true });
  assert.equal(turn.phase, "ended");
  assert.equal(turn.reading.text, "Be");
  assert.deepEqual(turn.ending, { reason: "upstream_error", charged: false });
  assert.equal(failed(begun, { ...error, refunded: false }).turn.ending?.charged, true);
});

test("a failure before the last text waits for it", () => {
  const begun = streamed(accepted(askedTurn(question)), stream(0, "Be")).turn;
  const { turn, resumeFrom } = failed(begun, { code: "interrupted", message: "", answer_id: "q1", refunded: true, length: 7 });
  assert.equal(turn.phase, "running");
  assert.equal(resumeFrom, 2);
  assert.equal(streamed(turn, stream(2, "cause")).turn.phase, "ended");
  const shorter = { code: "interrupted", message: "", answer_id: "q1", refunded: true, length: 1 };
  assert.equal(failed(begun, shorter).turn.reading.text, "Be", "the server went down before it had stored what was read");
});

test("an answer that the server does not know is over", () => {
  assert.deepEqual(vanished(accepted(askedTurn(question))).ending, { reason: "not_found", charged: true });
  const whole = finished(accepted(askedTurn(question)), done(0)).turn;
  assert.equal(vanished(whole), whole);
});

test("nothing changes an answer that has ended", () => {
  const turn = finished(accepted(askedTurn(question)), done(0, "stopped", false)).turn;
  assert.equal(streamed(turn, stream(0, "late")).turn, turn);
  assert.equal(finished(turn, done(3)).turn, turn);
  assert.equal(failed(turn, { code: "interrupted", message: "" }).turn, turn);
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

test("text that was read stays, and how it ended is the server's to say", () => {
  const ahead = streamed(accepted(askedTurn(question)), stream(0, "Because of")).turn;
  const cut = storedTurn(stored({ text: "Be", state: "failed", reason: "interrupted", charged: false }));
  const [merged] = mergedTurns([ahead], [cut]);
  assert.equal(merged?.reading.text, "Because of");
  assert.deepEqual(merged?.ending, { reason: "interrupted", charged: false });
  assert.equal(merged && mergedTurns([merged], [cut])[0], merged, "the same again changes nothing");
  const other = storedTurn(stored({ text: "Another text", state: "done", reason: "stop" }));
  assert.equal(mergedTurns([ahead], [other])[0], other);
});

test("a coin that came back later is seen, and an ended answer does not run again", () => {
  const late = { code: "interrupted", message: "", answer_id: "q1", refunded: false };
  const { turn } = failed(accepted(askedTurn(question)), late);
  assert.equal(mergedTurns([turn], [storedTurn(stored({}))])[0], turn);
  const refunded = storedTurn(stored({ state: "failed", reason: "interrupted", charged: false }));
  assert.equal(mergedTurns([turn], [refunded])[0]?.ending?.charged, false);
});

test("a question that the server does not list yet stays last; one that it lists no more stays first", () => {
  const waiting = askedTurn({ ...question, id: "q2" });
  const old = accepted(askedTurn({ ...question, id: "q0" }));
  const listed = [storedTurn(stored({ state: "done", reason: "stop" }))];
  const ids = (turns: readonly { id: string }[]) => turns.map((turn) => turn.id);
  assert.deepEqual(ids(mergedTurns([accepted(waiting)], listed)), ["q1", "q2"]);
  assert.deepEqual(ids(mergedTurns([old, ...listed, waiting], listed)), ["q0", "q1", "q2"]);
  assert.equal(mergedTurns([waiting], [storedTurn(stored({}, "q2"))]).length, 1);
  assert.equal(mergedTurns([waiting], [storedTurn(stored({}, "q2"))])[0]?.phase, "running");
});
