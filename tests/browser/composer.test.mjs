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

/** A page whose list of conversations comes when the test opens the gate. @param {import("node:test").TestContext} t */
async function slowPage(t) {
  const desk = await visit(t, server.url);
  const { promise: gate, resolve: open } = Promise.withResolvers();
  await desk.page.route(/\/api\/conversations(\?|$)/, async (route) => {
    await gate;
    await route.continue();
  });
  await desk.register();
  return { desk, open: () => open(undefined) };
}

test("Enter before the conversations are there asks as soon as they are", async (t) => {
  const { desk, open } = await slowPage(t);
  await desk.ask("Too early?");
  assert.equal(await desk.page.locator("article").count(), 0);
  assert.equal(await desk.draft(), "Too early?");
  open();
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".question").textContent(), "Too early?");
  assert.equal(await desk.draft(), "");
});

test("who writes on after that Enter is not asked for", async (t) => {
  const { desk, open } = await slowPage(t);
  await desk.ask("Too early?");
  await desk.field.pressSequentially(" No, wait");
  open();
  await desk.page.locator("button.ask[aria-disabled=false]").waitFor();
  assert.equal(await desk.page.locator("article").count(), 0);
  assert.equal(await desk.draft(), "Too early? No, wait");
  await desk.field.press("Enter");
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".question").textContent(), "Too early? No, wait");
});

test("Enter while characters are composed takes them, and does not send", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  await desk.field.focus();
  const input = await desk.page.context().newCDPSession(desk.page);
  // As an input method does it: characters that are not typed yet, then Enter to take them.
  await input.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  assert.equal(await desk.draft(), "にほん");
  const enter = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 };
  await input.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter });
  await input.send("Input.insertText", { text: "日本" });
  await input.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
  assert.equal(await desk.draft(), "日本");
  assert.equal(await desk.page.locator("article").count(), 0);
  await desk.field.press("Enter");
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".question").textContent(), "日本");
});

test("Enter that ends a composition does not send in browsers that report it late", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  await desk.field.fill("にほん");
  await desk.field.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true });
  await desk.field.dispatchEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true });
  assert.equal(await desk.page.locator("article").count(), 0);
  assert.equal(await desk.draft(), "にほん");
});

test("Tab leaves the field, and Shift+Tab comes back", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  await desk.field.fill("half a question");
  await desk.field.press("Tab");
  assert.equal(await desk.page.evaluate(() => document.activeElement?.textContent?.startsWith("Ask")), true);
  await desk.page.keyboard.press("Shift+Tab");
  assert.equal(await desk.page.evaluate(() => document.activeElement?.id), "question");
  assert.equal(await desk.draft(), "half a question");
});

test("an Enter that is held down sends once", async (t) => {
  const desk = await visit(t, server.url);
  await desk.register();
  await desk.field.fill("one");
  await desk.page.keyboard.down("Enter");
  await desk.newestIs("ended");
  await desk.field.evaluate((field) => {
    /** @type {HTMLTextAreaElement} */ (field).value = "two";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await desk.page.keyboard.down("Enter");
  await desk.page.keyboard.up("Enter");
  assert.equal(await desk.draft(), "two");
  assert.equal(await desk.page.locator("article").count(), 1);
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
