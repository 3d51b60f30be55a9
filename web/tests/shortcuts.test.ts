// Which keys are the page's, on keyboards of every kind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Key, shortcutOf } from "../src/chat/shortcuts.ts";

const key = (more: Partial<Key>): Key => ({ key: "", code: "", altKey: false, ctrlKey: false, metaKey: false, isComposing: false, ...more });
const reading = { apple: false, writing: false, singleKeys: true };
const writing = { ...reading, writing: true };
const apple = { ...writing, apple: true };

test("Alt with a digit chooses a coin, also while writing, whatever the layout makes of it", () => {
  assert.equal(shortcutOf(key({ altKey: true, code: "Digit1", key: "1" }), writing), "copper");
  assert.equal(shortcutOf(key({ altKey: true, code: "Digit2", key: "é" }), reading), "silver");
  assert.equal(shortcutOf(key({ altKey: true, code: "Digit3", key: "3" }), writing), "gold");
  assert.equal(shortcutOf(key({ altKey: true, code: "Numpad1", key: "1" }), writing), null, "types a character by its number");
  assert.equal(shortcutOf(key({ altKey: true, code: "toString" }), writing), null);
});

test("what types a character is never taken: Option on an Apple keyboard, AltGr elsewhere", () => {
  assert.equal(shortcutOf(key({ altKey: true, code: "Digit3", key: "#" }), apple), null);
  assert.equal(shortcutOf(key({ altKey: true, ctrlKey: true, code: "Digit3", key: "3" }), apple), "gold");
  assert.equal(shortcutOf(key({ altKey: true, ctrlKey: true, code: "Digit2", key: "@" }), writing), null);
});

test("single keys work outside of fields only, and can be switched off but for Escape", () => {
  for (const [pressed, shortcut] of [["/", "focus"], ["?", "help"], ["Escape", "stop"]] as const) {
    assert.equal(shortcutOf(key({ key: pressed }), reading), shortcut);
    assert.equal(shortcutOf(key({ key: pressed }), writing), null);
    assert.equal(shortcutOf(key({ key: pressed, ctrlKey: true }), reading), null);
    assert.equal(shortcutOf(key({ key: pressed }), { ...reading, singleKeys: false }), pressed === "Escape" ? "stop" : null);
  }
  assert.equal(shortcutOf(key({ key: "a" }), reading), null);
});

test("nothing is taken from a composition or from the system", () => {
  assert.equal(shortcutOf(key({ altKey: true, code: "Digit1", isComposing: true }), writing), null);
  assert.equal(shortcutOf(key({ altKey: true, code: "Digit1", metaKey: true }), writing), null);
});
