// Writing a question and choosing a coin, by keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startDemo } from "./demo_server.mjs";
import { visit } from "./browser.mjs";

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let server;
before(async () => (server = await startDemo()));
after(() => server?.end());

test("Shift+Enter begins a line, Enter sends", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  await desk.field.press("Enter");
  assert.equal(await desk.page.locator("article").count(), 0);
  await desk.field.pressSequentially("one");
  const low = (await desk.field.boundingBox())?.height ?? 0;
  await desk.field.press("Shift+Enter");
  await desk.field.press("Shift+Enter");
  await desk.field.pressSequentially("two");
  assert.equal(await desk.draft(), "one\n\ntwo");
  assert.ok(((await desk.field.boundingBox())?.height ?? 0) > low);
  await desk.field.press("Enter");
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".question").textContent(), "one\n\ntwo");
  assert.equal(await desk.draft(), "");
});

test("Enter that ends a composition does not send", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  await desk.field.fill("にほん");
  await desk.field.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true });
  await desk.field.dispatchEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true });
  assert.equal(await desk.page.locator("article").count(), 0);
  assert.equal(await desk.draft(), "にほん");
});

test("copper is chosen at first; the last choice is kept, but gold never", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  const chosen = () => desk.page.locator("input[name=coin]:checked").inputValue();
  assert.equal(await chosen(), "copper");
  await desk.page.locator("input[name=coin]:checked").focus();
  await desk.page.keyboard.press("ArrowRight");
  assert.equal(await chosen(), "silver");
  await desk.load();
  assert.equal(await chosen(), "silver");
  await desk.choose("gold");
  await desk.page.getByRole("button", { name: "Ask for 1 gold coin" }).waitFor();
  await desk.load();
  assert.equal(await chosen(), "silver");
});

test("a draft outlives a reload", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  await desk.field.fill("half a question");
  await desk.load();
  assert.equal(await desk.draft(), "half a question");
});

test("in demo mode the page says so and what to do, and gold answers cost a coin all the same", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  const note = desk.page.getByRole("note");
  assert.match((await note.textContent()) ?? "", /Demo answers: no model is connected\..*OPENAI_API_KEY.*start/);
  await desk.picture("demo-empty");
  const before = await desk.balance("gold");
  await desk.ask("How do I reverse a list?", "gold");
  await desk.newestIs("ended");
  assert.ok(((await desk.newestAnswer.textContent()) ?? "").length > 20);
  assert.equal(await desk.balance("gold"), before - 1);
  await desk.picture("demo-answered");
});
