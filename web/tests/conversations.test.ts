// The list of conversations: what was read of it, its groups, searching, and what is said about deleted ones.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConversationPage, ConversationSummary, FoundConversation } from "../src/contract.ts";
import { type Calls, Conversations } from "../src/conversations/conversations.ts";
import { groupOf, groupsOf } from "../src/conversations/groups.ts";
import { Notes, undoStays } from "../src/conversations/notes.ts";
import { extended, nothingRead, refreshed, renamed, without, withRestored } from "../src/conversations/pages.ts";
import { rowDate } from "../src/conversations/row-date.ts";
import { pauseBeforeSearch, Search } from "../src/conversations/search.ts";
import { Failure } from "../src/http.ts";

const row = (id: string, updated_at: number): ConversationSummary => ({ id, title: `Title ${id}`, updated_at });
const page = (rows: readonly ConversationSummary[], next: string | null = null): ConversationPage => ({ conversations: rows, next });
const ids = ({ conversations }: ConversationPage) => conversations.map(({ id }) => id).join(" ");
const settled = () => new Promise(setImmediate);

test("the newest page read again keeps the older rows, and the way to those that follow", () => {
  const known = page([row("d", 4), row("c", 3), row("b", 2), row("a", 1)], "after a");
  const read = refreshed(known, page([row("e", 5), row("d", 4)], "after d"));
  assert.equal(ids(read), "e d c b a");
  assert.equal(read.next, "after a");
});

test("one that was used again stands only at its new place, and one that is gone from the page is gone", () => {
  const known = page([row("d", 4), row("c", 3), row("b", 2), row("a", 1)], "after a");
  assert.equal(ids(refreshed(known, page([row("a", 9), row("d", 4), row("b", 2)], "after b"))), "a d b");
  assert.equal(refreshed(known, page([row("a", 9), row("d", 4), row("b", 2)], "after b")).next, "after b");
});

test("a page that does not reach what is known replaces it: something may lie between", () => {
  const known = page([row("b", 2), row("a", 1)], "after a");
  const read = refreshed(known, page([row("z", 26), row("y", 25)], "after y"));
  assert.equal(ids(read), "z y");
  assert.equal(read.next, "after y");
});

test("a last page is the whole list", () => {
  assert.equal(ids(refreshed(page([row("b", 2), row("a", 1)]), page([row("b", 2)]))), "b");
  assert.equal(ids(refreshed(nothingRead, page([row("b", 2)], "after b"))), "b");
});

test("following pages, a new title, one that goes and one that comes back", () => {
  const known = extended(page([row("c", 3), row("b", 2)], "after b"), page([row("b", 2), row("a", 1)]));
  assert.equal(ids(known), "c b a");
  assert.equal(known.next, null);
  assert.equal(renamed(known, "b", "Bees").conversations[1]?.title, "Bees");
  assert.equal(ids(without(known, "b")), "c a");
  assert.equal(ids(withRestored(without(known, "b"), row("b", 2))), "c b a");
  assert.equal(ids(withRestored(without(known, "a"), row("a", 1))), "c b a");
  assert.equal(ids(withRestored(page([row("c", 3)], "after c"), row("a", 1))), "c", "it comes with its page");
});

test("today, yesterday, the last days and before, by the visitor's clock", () => {
  const now = new Date(2024, 2, 31, 0, 5);
  const at = (...date: [number, number, number, number, number]) => new Date(...date).getTime() / 1000;
  assert.equal(groupOf(at(2024, 2, 31, 0, 0), now), "today");
  assert.equal(groupOf(at(2024, 2, 30, 23, 59), now), "yesterday");
  assert.equal(groupOf(at(2024, 2, 30, 0, 0), now), "yesterday");
  assert.equal(groupOf(at(2024, 2, 29, 23, 59), now), "lastDays");
  assert.equal(groupOf(at(2024, 2, 25, 0, 0), now), "lastDays");
  assert.equal(groupOf(at(2024, 2, 24, 23, 59), now), "older");
  const groups = groupsOf([row("b", at(2024, 2, 31, 0, 1)), row("a", at(2020, 0, 1, 0, 0))], now);
  assert.deepEqual(groups.map(({ name, rows }) => `${name} ${rows.map(({ id }) => id)}`), ["today b", "older a"]);
});

test("a date is as short as its group lets it be", () => {
  const now = new Date(2024, 4, 16, 12, 0);
  const show = (date: Date) => rowDate(date.getTime() / 1000, groupOf(date.getTime() / 1000, now), now, "en-GB");
  assert.equal(show(new Date(2024, 4, 16, 9, 5)), "09:05");
  assert.equal(show(new Date(2024, 4, 15, 9, 5)), "09:05");
  assert.equal(show(new Date(2024, 4, 14, 9, 5)), "Tue");
  assert.equal(show(new Date(2024, 2, 3)), "3 Mar");
  assert.equal(show(new Date(2023, 2, 3)), "3 Mar 2023");
});

const deleted = (id: string) => ({ kind: "deleted", id, title: id, wasOpen: false }) as const;

test("an offer to undo goes after a while, but not while somebody is at it, and then it stays as long again", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const notes = new Notes();
  const shown = () => notes.store.value.notes.map(({ id }) => id).join(" ");
  notes.say(deleted("a"));
  t.mock.timers.tick(undoStays - 1);
  assert.equal(shown(), "a");
  notes.hold("pointer");
  notes.hold("focus");
  t.mock.timers.tick(10 * undoStays);
  notes.release("pointer");
  t.mock.timers.tick(10 * undoStays);
  assert.equal(shown(), "a", "the keyboard is still there");
  notes.say(deleted("b"));
  notes.release("focus");
  t.mock.timers.tick(undoStays - 1);
  assert.equal(shown(), "a b");
  t.mock.timers.tick(1);
  assert.equal(shown(), "");
});

test("what went wrong stays until it is closed, and says one thing of each conversation", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const notes = new Notes();
  notes.say(deleted("a"));
  notes.say({ ...deleted("a"), kind: "restoreFailed" });
  t.mock.timers.tick(100 * undoStays);
  assert.deepEqual(notes.store.value.notes.map(({ kind }) => kind), ["restoreFailed"]);
  notes.dismiss("a");
  assert.deepEqual(notes.store.value.notes, []);
});

interface Asked {
  readonly text: string;
  readonly before: string | null;
  readonly signal: AbortSignal;
  readonly answer: (page: ConversationPage<FoundConversation>) => void;
  readonly fail: (failure: unknown) => void;
}

function searching() {
  const asked: Asked[] = [];
  const search = new Search(
    (text, before, signal) => new Promise((answer, fail) => asked.push({ text, before, signal, answer, fail })),
    () => {},
  );
  return { asked, search };
}
const found = (id: string): FoundConversation => ({ ...row(id, 1), excerpt: null, question_id: null });
const hits = (...names: string[]) => ({ conversations: names.map(found), next: null });

test("who types on is searched for once, and an older search is given up", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, search } = searching();
  for (const text of ["l", "lo", "loo"]) search.write(text);
  t.mock.timers.tick(pauseBeforeSearch - 1);
  assert.equal(asked.length, 0);
  t.mock.timers.tick(1);
  assert.deepEqual(asked.map(({ text }) => text), ["loo"]);
  search.write("loop ");
  assert.ok(asked[0]?.signal.aborted);
  t.mock.timers.tick(pauseBeforeSearch);
  asked[1]?.answer(hits("new"));
  asked[0]?.answer(hits("old"));
  await settled();
  assert.equal(search.store.value.found?.text, "loop");
  assert.deepEqual(search.store.value.found?.conversations.map(({ id }) => id), ["new"]);
  assert.equal(search.store.value.busy, false);
  search.write("loop");
  assert.equal(search.store.value.busy, false, "that has been found already");
  t.mock.timers.tick(pauseBeforeSearch);
  assert.equal(asked.length, 2);
});

test("a search goes on through pages without a hit; clearing ends it", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, search } = searching();
  search.write("rare");
  t.mock.timers.tick(pauseBeforeSearch);
  asked[0]?.answer({ conversations: [], next: "1" });
  await settled();
  assert.equal(search.store.value.busy, true);
  assert.equal(asked[1]?.before, "1");
  asked[1]?.answer({ conversations: [found("a")], next: "2" });
  await settled();
  assert.equal(search.store.value.found?.next, "2");
  void search.more();
  void search.more();
  assert.equal(asked.length, 3);
  search.clear();
  assert.ok(asked[2]?.signal.aborted);
  asked[2]?.answer(hits("late"));
  await settled();
  assert.equal(search.store.value.found, null);
});

test("a search that fails says why, and can be tried again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, search } = searching();
  search.write("a b c d e f g h i j k");
  t.mock.timers.tick(pauseBeforeSearch);
  asked[0]?.fail(new Failure(422, "invalid_parameter", ""));
  await settled();
  assert.equal(search.store.value.problem, "tooManyWords");
  void search.again();
  asked[1]?.fail(new Failure(0, "unreachable", ""));
  await settled();
  assert.equal(search.store.value.problem, "unreachable");
  void search.again();
  asked[2]?.answer(hits("a"));
  await settled();
  assert.equal(search.store.value.problem, null);
});

function listOf(calls: Partial<Calls>, open: string | null = null) {
  const told: string[] = [];
  const unexpected = () => Promise.reject(new Error("not expected"));
  const conversations = new Conversations(
    {
      fetchConversations: unexpected,
      searchConversations: unexpected,
      renameConversation: unexpected,
      deleteConversation: unexpected,
      restoreConversation: unexpected,
      ...calls,
    },
    {
      failed: (failure) => told.push(`failed ${(failure as Failure).status}`),
      isOpen: (id) => id === open,
      titled: (title) => told.push(`titled ${title}`),
      removed: () => told.push("removed"),
      restored: (id) => told.push(`restored ${id}`),
    },
  );
  return { conversations, told };
}
const saidOf = (conversations: Conversations) => conversations.notes.store.value.notes.map(({ kind, id }) => `${kind} ${id}`);

test("a change anywhere reads again all that was read before", async () => {
  const pages: Record<string, ConversationPage> = { "": page([row("c", 3)], "1"), 1: page([row("b", 2)], "2"), 2: page([row("a", 1)]) };
  const { conversations } = listOf({ fetchConversations: async (before) => pages[before ?? ""] ?? nothingRead });
  await conversations.refresh();
  await conversations.more();
  assert.equal(ids(conversations.store.value), "c b");
  pages[1] = page([row("x", 2)], "2");
  await conversations.refresh();
  assert.equal(ids(conversations.store.value), "c b");
  await conversations.reread();
  assert.equal(ids(conversations.store.value), "c x");
});

test("the open one that is deleted here is told of, and of its return", async () => {
  const { conversations, told } = listOf(
    {
      fetchConversations: async () => page([row("b", 2), row("a", 1)]),
      deleteConversation: async () => {},
      restoreConversation: async () => row("b", 2),
    },
    "b",
  );
  await conversations.refresh();
  await conversations.remove(row("b", 2));
  assert.equal(ids(conversations.store.value), "a");
  assert.deepEqual(saidOf(conversations), ["deleted b"]);
  const note = conversations.notes.store.value.notes[0];
  assert.ok(note);
  await conversations.restore(note);
  assert.equal(ids(conversations.store.value), "b a");
  assert.deepEqual(told, ["titled Title b", "removed", "restored b"]);
  assert.deepEqual(saidOf(conversations), []);
  conversations.end();
});

test("what cannot be done is said", async () => {
  const failing = (status: number) => async () => {
    throw new Failure(status, "", "");
  };
  const calls = { deleteConversation: failing(409), restoreConversation: failing(404), renameConversation: failing(422) };
  const { conversations, told } = listOf(calls);
  await conversations.remove(row("a", 1));
  assert.deepEqual(saidOf(conversations), ["answerRunning a"]);
  await conversations.restore({ id: "a", title: "a", wasOpen: false });
  assert.deepEqual(saidOf(conversations), ["gone a"]);
  assert.equal(await conversations.rename("a", "  "), "invalid");
  assert.equal(await conversations.rename("a", "x".repeat(121)), "invalid");
  assert.deepEqual(told, ["failed 409", "failed 404"], "what cannot be a title is not sent");
  assert.equal(await conversations.rename("a", "x"), "invalid");
  calls.renameConversation = failing(404);
  assert.equal(await listOf(calls).conversations.rename("a", "x"), "gone");
  calls.renameConversation = failing(0);
  assert.equal(await listOf(calls).conversations.rename("a", "x"), "unreachable");
});
