// What the page keeps: the coin's choice, the question on its way, ids.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, withReturned } from "../src/chat/drafts.ts";
import { Outbox } from "../src/chat/outbox.ts";
import { rememberCoin, rememberedCoin } from "../src/coins/choice.ts";
import { newId, uuidFrom } from "../src/ids.ts";
import { Shelf } from "../src/storage.ts";

function shelf(): Shelf {
  return new Shelf(() => {
    throw new Error("storage is switched off");
  });
}

test("copper is chosen first, the last choice after that, and gold never by itself", () => {
  const kept = shelf();
  assert.equal(rememberedCoin(kept), "copper");
  rememberCoin(kept, "silver");
  assert.equal(rememberedCoin(kept), "silver");
  rememberCoin(kept, "gold");
  assert.equal(rememberedCoin(kept), "silver");
  kept.setItem("ailab.coin", "gold");
  assert.equal(rememberedCoin(kept), "copper");
});

test("a question on its way is kept for its asker only, until it is cleared", () => {
  const kept = shelf();
  const question = { id: "q", content: "Why?", selected_coin: "gold" } as const;
  new Outbox(kept, "ada").put(question, { from: "turn" });
  assert.equal(new Outbox(kept, "ada").sent, false);
  new Outbox(kept, "ada").markSent();
  assert.equal(new Outbox(kept, "ada").sent, true);
  assert.deepEqual(new Outbox(kept, "ada").question, question);
  assert.deepEqual(new Outbox(kept, "ada").origin, { from: "turn" });
  assert.equal(new Outbox(kept, "bob").question, null);
  new Outbox(kept, "ada").clear();
  assert.equal(new Outbox(kept, "ada").question, null);
  assert.equal(new Outbox(kept, "ada").sent, false);
});

test("a damaged outbox is an empty one", () => {
  const kept = shelf();
  kept.setItem("ailab.outbox.ada", "{");
  assert.equal(new Outbox(kept, "ada").question, null);
});

test("a returned question is put before what was typed since", () => {
  assert.equal(withReturned("first", ""), "first");
  assert.equal(withReturned("first", " \n"), "first");
  assert.equal(withReturned("first", "first"), "first");
  assert.equal(withReturned("first", "second"), "first\n\nsecond");
});

test("each conversation has its draft, and the last one written is known", () => {
  const kept = shelf();
  const drafts = new Drafts(kept, "ada");
  const draft = (text: string) => ({ text, edit: null });
  assert.equal(drafts.newest, undefined);
  drafts.put("one", draft("first"));
  drafts.put(null, draft("new"));
  assert.equal(drafts.newest, null);
  drafts.put("one", draft("first!"));
  assert.equal(drafts.newest, "one");
  assert.deepEqual([drafts.of("one").text, drafts.of(null).text, drafts.of("two").text], ["first!", "new", ""]);
  assert.equal(new Drafts(kept, "bob").newest, undefined);
  drafts.put("one", draft(""));
  assert.equal(drafts.newest, null);
  new Drafts(kept, "ada").clear();
  assert.equal(drafts.newest, undefined);
});

test("a draft whose conversation gets an id, or is gone, moves with what it is an edit of", () => {
  const drafts = new Drafts(shelf(), "ada");
  const edit = { question: "q", number: 1, start: "Why?", before: "" };
  drafts.put(null, { text: "new", edit });
  drafts.move(null, "one");
  assert.deepEqual(drafts.of("one"), { text: "new", edit });
  assert.equal(drafts.of(null).text, "");
  drafts.put("two", { text: "other", edit: null });
  drafts.move("two", "one");
  assert.deepEqual(drafts.of("one"), { text: "other\n\nnew", edit });
  drafts.move("nothing", "one");
  assert.equal(drafts.of("one").text, "other\n\nnew");
});

test("damaged drafts are none", () => {
  const kept = shelf();
  kept.setItem("ailab.drafts.ada", "{");
  assert.equal(new Drafts(kept, "ada").of(null).text, "");
});

test("ids are version 7 UUIDs: they begin with the time", () => {
  const before = Date.now();
  const id = newId();
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(id, newId());
  const made = parseInt(id.slice(0, 13).replace("-", ""), 16);
  assert.ok(made >= before && made <= Date.now());
  assert.equal(uuidFrom(0, new Uint8Array(10)), "00000000-0000-7000-8000-000000000000");
  // The time of the example in RFC 9562, A.6.
  assert.equal(uuidFrom(0x017f22e279b0, new Uint8Array(10).fill(255)), "017f22e2-79b0-7fff-bfff-ffffffffffff");
});

test("storage that works is used", () => {
  const held = new Map<string, string>();
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  } as unknown as Storage;
  const kept = new Shelf(() => storage);
  kept.setItem("a", "1");
  assert.equal(held.get("a"), "1");
  kept.removeItem("a");
  assert.equal(kept.getItem("a"), null);
});
