// Which colours are kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keepTheme, keptTheme } from "../src/settings/theme.ts";
import { Shelf } from "../src/storage.ts";

test("the system's until another is chosen, and again when that is chosen", () => {
  const shelf = new Shelf(() => {
    throw new Error("storage is switched off");
  });
  assert.equal(keptTheme(shelf), "system");
  keepTheme(shelf, "dark");
  assert.equal(keptTheme(shelf), "dark");
  keepTheme(shelf, "system");
  assert.equal(keptTheme(shelf), "system");
  assert.equal(shelf.getItem("ailab.theme"), null);
  shelf.setItem("ailab.theme", "purple");
  assert.equal(keptTheme(shelf), "system");
});
