// Receipts as lines: one for a question, each entry still there, and pages put together without a gap.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Receipt, ReceiptPage } from "../src/contract.ts";
import { extended, joined, linesOf } from "../src/receipts/lines.ts";
import { Receipts } from "../src/receipts/receipts.ts";
import { entryTitle, lineTitle, momentOf, signed } from "../src/receipts/words.ts";

const receipt = (id: number, kind: Receipt["kind"], amount: number, question_id: string | null = null): Receipt => ({
  id,
  tier: "gold",
  kind,
  amount,
  balance_after: 5,
  at: 1764069000 + id,
  question_id,
  question: question_id && "Why?",
  conversation_id: question_id && "c",
  rule: "rule",
  explanation: "Because.",
  who: "system",
});
const grant = receipt(1, "grant", 5);
const asked = receipt(2, "reserve", -1, "q1");
const spent = receipt(3, "settle", 0, "q1");
const askedToo = receipt(4, "reserve", -1, "q2");
const back = receipt(5, "refund", 1, "q2");
const open = receipt(6, "reserve", -1, "q3");
const taken = receipt(7, "adjust", -2);
const all = [taken, open, back, askedToo, spent, asked, grant];

test("a question is one line with what became of its coin; every entry is in a line", () => {
  const lines = linesOf(all);
  assert.deepEqual(lines.map(({ fate, amount }) => [fate, amount]), [["taken", -2], ["aside", -1], ["back", 0], ["spent", -1], ["given", 5]]);
  assert.deepEqual(lines.flatMap(({ entries }) => entries.map(({ id }) => id)).sort(), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(lines[3]?.entries, [asked, spent], "oldest first");
  assert.equal(linesOf([back])[0]?.fate, "back", "also while its first entry is on the next page");
  assert.deepEqual(linesOf([]), []);
});

test("amounts in words", () => {
  assert.deepEqual([signed(5), signed(-1), signed(0)], ["+5", "−1", "0"]);
  assert.deepEqual(linesOf(all).map(lineTitle), [
    "2 gold coins taken away", "1 gold coin set aside", "1 gold coin came back", "1 gold coin spent", "5 gold coins added",
  ]);
  for (const entry of all) assert.match(entryTitle(entry), /coin|balance/);
  assert.equal(momentOf(Date.UTC(2026, 10, 25, 12, 30) / 1000, "en-GB").slice(0, 11), "25 Nov 2026");
});

const page = (receipts: readonly Receipt[], next: number | null): ReceiptPage => ({ receipts, next });

test("the newest page joins what is known, unless a gap would lie between them", () => {
  const known = page([back, askedToo, spent, asked], 2);
  assert.deepEqual(joined(known, page([open, back, askedToo], 4)), page([open, back, askedToo, spent, asked], 2));
  assert.deepEqual(joined(known, page([taken, open], 6)), page([taken, open], 6));
  assert.deepEqual(joined(page([], null), page([taken], 7)), page([taken], 7));
  assert.deepEqual(joined(known, page(all, null)), page(all, null));
});

test("an older page goes behind, each entry once", () => {
  assert.deepEqual(extended(page([back, askedToo], 4), page([askedToo, spent], 3)), page([back, askedToo, spent], 3));
});

test("a failure is shown until a read succeeds, and what is known stays", async () => {
  let broken = true;
  const failures: unknown[] = [];
  const receipts = new Receipts(async () => {
    if (broken) throw new Error("away");
    return page([grant], null);
  }, (failure) => failures.push(failure));
  receipts.open();
  await receipts.refresh();
  assert.deepEqual([receipts.store.value.state, receipts.store.value.failed, failures.length > 0], ["loading", true, true]);
  broken = false;
  await receipts.refresh();
  assert.deepEqual([receipts.store.value.state, receipts.store.value.failed], ["shown", false]);
  broken = true;
  await receipts.refresh();
  assert.deepEqual([receipts.store.value.receipts, receipts.store.value.failed], [[grant], true]);
  receipts.close();
});
