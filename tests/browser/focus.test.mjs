// The focus moves with what is drawn. Moved later, when the page has been painted, it would take the keys from who is writing
// elsewhere by then.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { openSettings } from "./account_desk.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

/** From now on a page gets neither frames nor timers: nothing that waits for the paint happens. @param {import("./desk.mjs").Desk} desk */
async function holdFrames(desk) {
  await desk.page.evaluate(() => {
    window.requestAnimationFrame = () => 0;
    Object.assign(window, { setTimeout: () => 0 });
  });
}

/** Asserts which element has the focus without waiting. @param {import("./desk.mjs").Desk} desk @param {import("playwright-core").Locator} locator */
async function isOn(desk, locator) {
  await locator.waitFor();
  const focused = await locator.evaluate((element) => [element === document.activeElement, document.activeElement?.outerHTML.slice(0, 150)]);
  assert.ok(focused[0], `the focus is on ${focused[1]}`);
}

test("the way in", async (t) => {
  const desk = await visit(t, lab.server.url);
  await holdFrames(desk);
  await desk.page.getByRole("button", { name: "Create an account" }).click();
  await desk.page.getByRole("heading", { name: "Create an account" }).waitFor();
  await isOn(desk, desk.page.getByLabel("User name"));
  await desk.signIn("Create account");
  await isOn(desk, desk.field);
});

test("the question's field, the receipts and the settings", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("A first question");
  await desk.newestIs("ended");
  await holdFrames(desk);
  await desk.page.getByRole("button", { name: "New conversation" }).click();
  await desk.page.getByText("A first question").first().waitFor();
  await isOn(desk, desk.field);

  await desk.openReceipts();
  await isOn(desk, desk.receipts.getByRole("heading", { name: "Your coins" }));
  await desk.page.keyboard.press("Escape");

  await desk.page.getByRole("button", { name: "Settings" }).click();
  await isOn(desk, desk.page.getByRole("heading", { name: "Settings" }));
});

test("what is opened in the settings, and what is closed there", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const settings = await openSettings(desk);
  const change = settings.getByRole("button", { name: "Change password" });
  await change.waitFor();
  await holdFrames(desk);
  await change.click();
  await isOn(desk, settings.getByLabel("Current password", { exact: true }));
  await settings.getByRole("button", { name: "Cancel" }).click();
  await isOn(desk, change);
});
