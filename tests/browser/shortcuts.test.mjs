// The page by keyboard: shortcuts that never get in the way of typing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { studentAtOwnLab } from "./own_lab.mjs";

/** @param {import("./desk.mjs").Desk} desk */
const chosen = (desk) => desk.page.locator("input[name=coin]:checked").inputValue();

/** Takes the focus out of the field, as a click on the answer does. @param {import("./desk.mjs").Desk} desk */
const leaveField = (desk) => desk.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());

/** @param {import("./desk.mjs").Desk} desk */
const focused = (desk) => desk.page.evaluate(() => document.activeElement?.id);

test("Alt and a digit choose a coin while writing, and the choice is said", async (t) => {
  const { desk } = await studentAtOwnLab(t, { goldCoins: 0 });
  await desk.field.fill("half a question");
  await desk.field.press("Alt+2");
  assert.equal(await chosen(desk), "silver");
  assert.equal(await desk.announced(), "silver chosen, 10 left");
  await desk.field.press("Alt+3");
  assert.equal(await chosen(desk), "gold");
  assert.equal(await desk.announced(), "gold chosen, none left");
  await desk.field.press("Alt+1");
  assert.equal(await chosen(desk), "copper");
  assert.equal(await desk.draft(), "half a question");
  const keys = await desk.page.locator("input[name=coin]").evaluateAll((all) => all.map((input) => input.getAttribute("aria-keyshortcuts")));
  assert.deepEqual(keys, ["Alt+1", "Alt+2", "Alt+3"]);
  await desk.page.getByText("Alt+2", { exact: true }).waitFor();
});

test("on an Apple keyboard Option types, and Control with Option chooses", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  await desk.page.addInitScript(() => Object.defineProperty(navigator, "platform", { get: () => "MacIntel" }));
  await desk.load();
  await desk.field.focus();
  await desk.field.press("Alt+2");
  assert.equal(await chosen(desk), "copper");
  await desk.field.press("Control+Alt+2");
  assert.equal(await chosen(desk), "silver");
  await desk.page.getByText("Ctrl+Option+2", { exact: true }).waitFor();
});

test("/ goes to the field, and is typed there", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  await leaveField(desk);
  await desk.page.keyboard.press("/");
  assert.equal(await focused(desk), "question");
  assert.equal(await desk.draft(), "");
  await desk.page.keyboard.type("a/b?");
  assert.equal(await desk.draft(), "a/b?");
  assert.equal(await desk.page.getByRole("dialog").count(), 0);
});

test("Escape stops the answer only when nothing else is open and nobody writes; Alt+S always does", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  await desk.ask("[[upstream: hold name=never]] Hello", "silver");
  await desk.shows("You asked");
  await desk.field.press("Escape");
  await leaveField(desk);
  await desk.openReceipts();
  await desk.page.keyboard.press("Escape");
  await desk.receipts.waitFor({ state: "hidden" });
  assert.equal(await desk.newest.getAttribute("data-phase"), "running");
  await leaveField(desk);
  await desk.page.keyboard.press("Escape");
  await desk.ending.filter({ hasText: "You stopped this answer." }).waitFor();

  await desk.ask("[[upstream: hold name=never]] Hello again", "silver");
  await desk.shows("You asked");
  // What is said first is that it stops, and then how it ended.
  const said = desk.page.evaluate(
    () =>
      new Promise((resolve) => {
        const place = [...document.querySelectorAll("[role=status][aria-live=polite]")].at(-1);
        if (place) new MutationObserver(() => resolve(place.textContent)).observe(place, { childList: true, subtree: true, characterData: true });
      }),
  );
  await desk.field.press("Alt+s");
  assert.equal(await said, "Stopping the answer.");
  await desk.ending.filter({ hasText: "You stopped this answer." }).waitFor();
});

test("Alt+N begins a conversation, Alt with an arrow goes through the list", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  for (const title of ["The first conversation", "The second conversation"]) {
    await desk.field.press("Alt+n");
    await desk.page.getByRole("heading", { name: /What are you working on/ }).waitFor();
    await desk.ask(title);
    await desk.newestIs("ended");
  }
  await desk.page.getByRole("navigation").getByRole("button", { name: "The second conversation" }).waitFor();
  const shows = (/** @type {string} */ title) => desk.newest.filter({ hasText: title }).waitFor();
  await desk.field.press("Alt+ArrowDown");
  await shows("The first conversation");
  await desk.field.press("Alt+ArrowDown");
  await shows("The first conversation");
  await desk.field.press("Alt+ArrowUp");
  await shows("The second conversation");
  await desk.field.press("Alt+n");
  await desk.page.getByRole("heading", { name: /What are you working on/ }).waitFor();
  await desk.field.press("Alt+ArrowDown");
  await shows("The second conversation");
});

test("? and a button list the shortcuts; single keys can be switched off", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  const help = desk.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await leaveField(desk);
  await desk.page.keyboard.press("?");
  await help.waitFor();
  assert.deepEqual((await help.locator("dt").allTextContents()).length, 13);
  assert.match((await help.locator("dl").textContent()) ?? "", /Choose gold\s*Alt \+ 3/);
  // Nothing else happens while it is open.
  await desk.page.keyboard.press("Alt+3");
  assert.equal(await chosen(desk), "copper");
  await help.getByLabel("Use the shortcuts of a single key").uncheck();
  await desk.page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });

  await leaveField(desk);
  await desk.page.keyboard.press("?");
  await desk.page.keyboard.press("/");
  assert.equal(await help.count(), 0);
  assert.notEqual(await focused(desk), "question");
  await desk.load();
  await leaveField(desk);
  await desk.page.keyboard.press("?");
  assert.equal(await help.count(), 0);

  await desk.page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await help.getByLabel("Use the shortcuts of a single key").check();
  await help.getByRole("button", { name: "Close" }).click();
  await desk.page.waitForFunction(() => document.activeElement?.textContent === "Keyboard shortcuts");
  await desk.page.keyboard.press("/");
  assert.equal(await focused(desk), "question");
});
