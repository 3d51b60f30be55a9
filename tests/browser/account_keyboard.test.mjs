// The whole way with the keyboard alone, and what a screen reader is told of an answer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { visit } from "./browser.mjs";
import { Keyboard } from "./keyboard.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

test("from the way in to an answer, the receipts, the settings and out again", async (t) => {
  const desk = await visit(t, lab.server.url, { colorScheme: "light" });
  const keys = new Keyboard(desk);
  await keys.isOn(/^User name$/);
  await keys.goTo(/^Create an account$/);
  await keys.press("Enter");
  await keys.isOn(/^User name$/);
  await keys.type(desk.username);
  await keys.goTo(/^Password$/);
  await keys.type(desk.password);
  await keys.press("Enter");

  await keys.isOn(/^Your question$/);
  await keys.type("Why does my loop never end?");
  await keys.press("Shift+Enter");
  await keys.type("It has no exit.");
  await keys.press("Enter");
  await desk.newestIs("ended");
  assert.match((await desk.announced()) ?? "", /^The answer is finished/);
  await keys.isOn(/^Your question$/);

  await keys.goTo(/^Your coins: .*Show the receipts/, "Shift+Tab");
  await keys.press("Enter");
  await keys.isOn(/^Your coins$/);
  await desk.receipts.getByText("That is all").waitFor();
  await keys.goTo(/^2 entries/);
  await keys.press("Enter");
  await desk.receipts.getByText("Spent for good").waitFor();
  await keys.press("Escape");
  await keys.isOn(/^Your coins: /);

  await keys.goTo(/^Settings$/);
  await keys.press("Enter");
  await keys.isOn(/^Settings$/);
  await keys.goTo(/^As the system$/);
  await keys.press("ArrowDown", "ArrowDown");
  await desk.page.locator("html[data-theme=dark]").waitFor();
  await keys.goTo(/^Change password$/);
  await keys.press("Enter");
  await keys.isOn(/^Current password$/);
  await keys.type(desk.password);
  await keys.goTo(/^Show: Current password$/);
  await keys.press("Space");
  await keys.goTo(/^New password$/);
  await keys.type("another long password");
  await keys.press("Enter");
  await keys.isOn(/^Your password is changed\./);
  await keys.goTo(/^Delete the account…$/);
  await keys.press("Enter");
  await keys.isOn(/^Delete the account$/);
  await keys.goTo(/^Keep the account$/);
  await keys.press("Enter");
  await keys.isOn(/^Delete the account…$/);
  await keys.press("Escape");
  await keys.isOn(/^Settings$/);

  await keys.goTo(/^Log out$/);
  await keys.press("Enter");
  await keys.isOn(/^User name$/);
  await keys.type(desk.username);
  await keys.goTo(/^Password$/);
  await keys.type("another long password");
  await keys.press("Enter");
  await keys.isOn(/^Your question$/);
});

/** Notes everything that is said by itself on the page from now on. @param {import("./desk.mjs").Desk} desk */
async function listen(desk) {
  await desk.page.evaluate(() => {
    const live = "[aria-live], [role=status], [role=alert], [role=log]";
    const said = (/** @type {any} */ (globalThis).said = /** @type {string[]} */ ([]));
    const spoken = new Map([...document.querySelectorAll(live)].map((region) => [region, region.textContent]));
    new MutationObserver(() => {
      for (const region of document.querySelectorAll(live)) {
        const text = region.textContent ?? "";
        // What comes with its text already in it is only read when it is an alert.
        const before = spoken.get(region) ?? (region.matches("[role=alert]") ? "" : text);
        if (text !== before && text.trim() !== "") said.push(text);
        spoken.set(region, text);
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  return () => desk.page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (globalThis).said));
}

test("a screen reader hears the end of each answer once, and no piece of it", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const heard = await listen(desk);
  await desk.ask("[[upstream: hold name=heard after=20]] Is this read out?", "copper");
  await desk.shows("You asked");
  assert.deepEqual(await heard(), []);
  lab.upstream.release("heard");
  await desk.newestIs("ended");
  await desk.page.waitForFunction(() => /** @type {any} */ (globalThis).said.length > 0);
  const [first, ...more] = await heard();
  assert.match(first ?? "", /^The answer is finished: \d+ words\.$/);
  assert.deepEqual(more, []);
  const inLive = await desk.newestAnswer.evaluate((text) => text.closest("[aria-live], [role=status], [role=alert], [role=log]") !== null);
  assert.ok(!inLive);

  // The same sentence again is heard again: what is drawn for it is new.
  const before = await desk.page.locator("[role=status][aria-live=polite] > *").last().elementHandle();
  await desk.ask("[[upstream: hold name=again after=20]] Is this read out?", "copper");
  lab.upstream.release("again");
  await desk.page.waitForFunction((old) => !old?.isConnected, before);
  assert.equal((await desk.announced()) ?? "", first);
  await desk.newestIs("ended");

  // Who comes back to a finished answer is not told again.
  await desk.load();
  await desk.newestIs("ended");
  const later = await listen(desk);
  await desk.page.getByRole("button", { name: /Show the receipts/ }).focus();
  assert.deepEqual((await later()).filter((text) => text.includes("finished")), []);
  assert.doesNotMatch((await desk.announced()) ?? "", /finished/);
});

test("nothing moves for who wants no motion", async (t) => {
  const desk = await visit(t, lab.server.url, { reducedMotion: "no-preference" });
  await desk.register();
  await desk.ask("[[upstream: slow-first-token name=motion]] Why does my loop never end?", "copper");
  await desk.newestIs("running");
  const moving = () =>
    desk.page.evaluate(() => ({
      animations: document.getAnimations().length,
      transitions: [...document.querySelectorAll("*")].filter((element) => getComputedStyle(element).transitionDuration.split(", ").some((time) => time !== "0s")).length,
      smooth: [...document.querySelectorAll("*")].filter((element) => getComputedStyle(element).scrollBehavior === "smooth").length,
    }));
  assert.ok((await moving()).animations > 0, "the dots move otherwise");
  await desk.page.emulateMedia({ reducedMotion: "reduce" });
  assert.deepEqual(await moving(), { animations: 0, transitions: 0, smooth: 0 });
  lab.upstream.release("motion");
  await desk.newestIs("ended");
  for (const name of ["Settings", /Show the receipts/]) {
    await desk.page.getByRole("button", { name }).click();
    assert.deepEqual(await moving(), { animations: 0, transitions: 0, smooth: 0 });
    await desk.page.keyboard.press("Escape");
  }
});
