// Turns that are read page by page: put together with what is shown, and with what happens meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Turns, withEarlier, withNewest } from "../src/chat/history.ts";
import { accepted, askedTurn, storedTurn, streamed, type Turn } from "../src/chat/turns.ts";

const ended = (number: number): Turn =>
  storedTurn({
    answer_id: `q${number}`,
    content: `Question ${number}`,
    selected_coin: "copper",
    answer: { text: `Answer ${number}`, state: "done", reason: "stop", charged: true },
  });
const asked = (number: number): Turn => askedTurn({ id: `q${number}`, content: `Question ${number}`, selected_coin: "copper" });
/** The turns from one number to another; those before are named by the first. */
const part = (from: number, to: number): Turns => ({
  turns: Array.from({ length: to - from + 1 }, (_, index) => ended(from + index)),
  earlier: from === 1 ? null : `q${from}`,
});
const numbers = ({ turns }: Turns) => turns.map((turn) => Number(turn.id.slice(1)));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test("an earlier page stands before what is shown, and says what precedes it", () => {
  const both = withEarlier(part(61, 90), part(31, 60));
  assert.deepEqual(numbers(both), range(31, 90));
  assert.equal(both.earlier, "q31");
  const all = withEarlier(both, part(1, 30));
  assert.deepEqual(numbers(all), range(1, 90));
  assert.equal(all.earlier, null);
});

test("what is shown stays as it is when an earlier page comes", () => {
  const shown = part(3, 4);
  const both = withEarlier(shown, part(1, 3));
  assert.deepEqual(numbers(both), [1, 2, 3, 4]);
  assert.deepEqual(both.turns.slice(2), shown.turns);
  assert.equal(both.turns[2], shown.turns[0], "nothing is drawn again");
});

test("the newest page read again keeps the earlier ones that were loaded", () => {
  const shown = withEarlier(part(31, 60), part(1, 30));
  const read = withNewest(shown, part(33, 62));
  assert.deepEqual(numbers(read), range(1, 62));
  assert.equal(read.earlier, null);
  assert.equal(read.turns[40], shown.turns[40]);
});

test("the first page is all that there is", () => {
  assert.deepEqual(withNewest({ turns: [], earlier: null }, part(31, 60)), part(31, 60));
});

test("a page that reaches further back than what is shown says what precedes", () => {
  const read = withNewest(part(41, 60), part(31, 60));
  assert.deepEqual(numbers(read), range(31, 60));
  assert.equal(read.earlier, "q31");
});

test("a page that begins where the shown ones begin leaves the way back as it was", () => {
  const read = withNewest(part(31, 60), { turns: part(31, 61).turns, earlier: "q31" });
  assert.equal(read.earlier, "q31");
  assert.deepEqual(numbers(read), range(31, 61));
});

test("when so much was asked elsewhere that questions are missing in between, the page begins anew, with what is on its way", () => {
  const shown: Turns = { turns: [...part(31, 60).turns, asked(100)], earlier: "q31" };
  const read = withNewest(shown, part(65, 94));
  assert.deepEqual(numbers(read), [...range(65, 94), 100]);
  assert.equal(read.earlier, "q65");
});

test("a question that was just asked stands at the end of an older page", () => {
  const shown: Turns = { turns: [...part(31, 60).turns, accepted(asked(61))], earlier: "q31" };
  const read = withNewest(shown, part(31, 60));
  assert.deepEqual(numbers(read), range(31, 61));
  const first = withNewest({ turns: [asked(1)], earlier: null }, { turns: [], earlier: null });
  assert.deepEqual(numbers(first), [1]);
});

test("text that streams into a turn is not set back by an older page", () => {
  const running = streamed(accepted(asked(2)), { answer_id: "q2", offset: 0, content: "So far" }).turn;
  const stored = storedTurn({
    answer_id: "q2",
    content: "Question 2",
    selected_coin: "copper",
    answer: { text: "So", state: "running", reason: null, charged: true },
  });
  const read = withNewest({ turns: [ended(1), running], earlier: null }, { turns: [ended(1), stored], earlier: null });
  assert.equal(read.turns[1], running);
});
