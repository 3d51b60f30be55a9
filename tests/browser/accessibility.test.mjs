// Every state of the page passes axe, in light and dark, on a desk and on a phone, and is pictured for people to look at.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { expectAccessible } from "./axe.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ goldCoins: 0 })));
after(() => lab?.close());

const kScreens = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };

for (const [screen, viewport] of Object.entries(kScreens)) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`${screen}, ${colorScheme}`, async (t) => {
      const desk = await visit(t, lab.server.url, { viewport, colorScheme, reducedMotion: "reduce" });
      desk.watch.expectStatus(401, "/auth/login");
      desk.watch.expectLostLine();
      const check = async (/** @type {string} */ state) => {
        await desk.picture(`${screen}-${colorScheme}-${state}`);
        await expectAccessible(desk, state);
        const overflow = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${state}: the page is ${overflow} px too wide`);
      };

      await check("login");
      await desk.signIn();
      await desk.page.getByRole("alert").filter({ hasText: /\S/ }).waitFor();
      await check("login-refused");
      await desk.register();
      await check("empty");

      const gate = `${screen}-${colorScheme}`;
      await desk.ask(`[[upstream: slow-first-token name=first-${gate}]] Why does my loop never end?`);
      await desk.newestIs("running");
      await check("thinking");
      lab.upstream.release(`first-${gate}`);
      await desk.newestIs("ended");
      await check("answered");

      await desk.ask(`[[upstream: hold name=${gate} after=20]] And this one?`, "silver");
      await desk.shows("You asked");
      await check("streaming");
      await desk.page.context().setOffline(true);
      await desk.page.getByText("Reconnecting…").first().waitFor();
      await check("reconnecting");
      await desk.page.context().setOffline(false);
      await desk.page.getByText("Reconnecting…").first().waitFor({ state: "detached" });
      await desk.newest.getByRole("button", { name: "Stop" }).click();
      await desk.ending.waitFor();
      await check("stopped");

      await desk.ask("[[upstream: status-400]] Does it answer?", "copper");
      await desk.ending.filter({ hasText: "came back" }).waitFor();
      await check("refunded");
      await desk.ask("A golden question", "gold");
      await desk.refusal.waitFor();
      await check("low-coins");

      await desk.openReceipts();
      await desk.receipts.getByText("That is all").waitFor();
      await desk.receipts.getByText("2 entries").first().click();
      await check("receipts");
      await desk.page.keyboard.press("Escape");

      desk.watch.expect(/503 .*\/api\/receipts/, /status of 503/);
      await desk.page.route("**/api/receipts*", (route) => route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "" } } }));
      await desk.openReceipts();
      await desk.receipts.getByRole("button", { name: "Try again" }).waitFor();
      await check("receipts-unreachable");
      await desk.page.keyboard.press("Escape");
      await desk.page.unroute("**/api/receipts*");
      await desk.page.route("**/api/receipts*", (route) => route.fulfill({ json: { receipts: [], next: null } }));
      await desk.openReceipts();
      await desk.receipts.getByText("No coin has moved yet.").waitFor();
      await check("receipts-empty");
      await desk.page.keyboard.press("Escape");

      if (screen === "phone") {
        await desk.page.getByRole("button", { name: "Conversations" }).click();
        await desk.page.getByRole("button", { name: "New conversation" }).waitFor();
        await check("drawer");
        await desk.page.keyboard.press("Escape");
        await desk.page.getByRole("button", { name: "New conversation" }).waitFor({ state: "hidden" });
      }
    });
  }
}

test("at 200 % zoom nothing sticks in the way and nothing is cut off", async (t) => {
  const desk = await visit(t, lab.server.url, { viewport: { width: 640, height: 400 } });
  await desk.register();
  await desk.ask("Why does my loop never end?");
  await desk.newestIs("ended");
  await desk.picture("zoomed");
  await expectAccessible(desk, "zoomed");
  assert.equal(await desk.page.locator(".dock").evaluate((dock) => getComputedStyle(dock).position), "static");
  assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
});
