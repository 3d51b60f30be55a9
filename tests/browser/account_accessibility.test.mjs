// Every state of the account's settings and of the way in passes axe, on a desk and on a phone, in light and dark and in both
// languages, fits the screen, and is pictured for people to look at.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { hasFocus, openSettings, otherDevice } from "./account_desk.mjs";
import { expectAccessible } from "./axe.mjs";
import { visit } from "./browser.mjs";

const kPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

/** @param {import("./desk.mjs").Desk} desk @param {string} name */
function checker(desk, name) {
  return async (/** @type {string} */ state, /** @type {import("playwright-core").Locator} */ shown = desk.page.locator("body")) => {
    await shown.evaluate((element) => element.scrollIntoView({ block: "start" }));
    await desk.picture(`account-${name}-${state}`);
    await expectAccessible(desk, state);
    const overflow = await desk.page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("dialog[open]")].map((each) => each.scrollWidth - each.clientWidth),
    );
    assert.ok(Math.max(...overflow) <= 0, `${state}: ${overflow} px too wide`);
  };
}

const kScreens = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 }, zoomed: { width: 640, height: 400 } };

for (const [screen, viewport] of Object.entries(kScreens)) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`${screen}, ${colorScheme}`, async (t) => {
      const desk = await visit(t, lab.server.url, { viewport, colorScheme, reducedMotion: "reduce" });
      const check = checker(desk, `${screen}-${colorScheme}`);
      desk.watch.expectStatus(401, "/auth/login");
      desk.watch.expectStatus(422, "/auth/register");
      desk.watch.expectStatus(403, "/api/account.*");
      // Whose session is ended elsewhere learns it by asking.
      desk.watch.expectStatus(401, "/api/me");
      await check("login");
      await desk.page.getByRole("button", { name: "Create an account" }).click();
      await check("register");
      const good = desk.password;
      desk.password = "short";
      await desk.signIn("Create account");
      await desk.page.getByRole("alert").filter({ hasText: /\S/ }).waitFor();
      await check("register-refused");
      desk.password = good;
      await desk.signIn("Create account");
      await desk.field.waitFor();
      await otherDevice(t, desk, { userAgent: kPhone });
      await otherDevice(t, desk);

      const dialog = await openSettings(desk);
      await dialog.getByRole("button", { name: "End all others" }).waitFor();
      await check("settings");
      await dialog.getByRole("button", { name: "Change password" }).click();
      const passwords = dialog.getByRole("region", { name: "Password" });
      await check("password", passwords);
      await dialog.getByLabel("Current password", { exact: true }).fill("this is not it");
      await dialog.getByLabel("New password", { exact: true }).fill("another long password");
      await dialog.getByRole("button", { name: "Change password" }).click();
      await dialog.getByRole("alert").filter({ hasText: "not your current password" }).waitFor();
      await check("password-refused", passwords);
      await dialog.getByRole("button", { name: "Cancel" }).click();

      const sessions = dialog.getByRole("region", { name: "Where you are logged in" });
      await dialog.getByRole("button", { name: "End the session: Safari on iPhone" }).click();
      await check("session-question", sessions);
      await dialog.getByRole("button", { name: "End the session", exact: true }).click();
      await hasFocus(desk, dialog.getByText("The session is ended.", { exact: true }));
      await check("session-ended", sessions);

      await dialog.getByRole("button", { name: "Delete the account…" }).click();
      const data = dialog.getByRole("region", { name: "Your data" });
      await check("deletion", data);
      const form = dialog.getByRole("form", { name: "Delete the account" });
      await form.getByRole("button", { name: "Delete everything for good" }).click();
      await form.getByRole("alert").filter({ hasText: "This is not your user name." }).waitFor();
      await check("deletion-refused", form.getByRole("textbox").first());
      await form.getByLabel(/type your user name/).fill(desk.username);
      await form.getByLabel("Your password", { exact: true }).fill(desk.password);
      await form.getByRole("button", { name: "Delete everything for good" }).click();
      await desk.page.getByText("Your account is deleted").waitFor();
      await check("deleted");
    });
  }
}

test("in German on a phone, with its longer words", async (t) => {
  const desk = await visit(t, lab.server.url, { viewport: kScreens.phone, locale: "de-DE", reducedMotion: "reduce" });
  const { page } = desk;
  const check = checker(desk, "phone-de");
  await page.getByRole("button", { name: "Konto anlegen" }).click();
  await page.getByLabel("Benutzername").fill(`ein-recht-langer-name-${desk.username}`.slice(0, 32));
  await page.getByLabel("Passwort", { exact: true }).fill(desk.password);
  await check("register");
  await page.locator("form").getByRole("button", { name: "Konto anlegen", exact: true }).click();
  await page.getByRole("heading", { name: /^Woran arbeitest du/ }).waitFor();
  await page.getByRole("button", { name: "Einstellungen" }).click();
  await page.getByText("Du bist nirgends sonst angemeldet.").waitFor();
  await check("settings");
  await page.getByRole("button", { name: "Passwort ändern" }).click();
  await check("password", page.getByRole("region", { name: "Passwort" }));
  await page.getByRole("button", { name: "Konto löschen…" }).click();
  await check("deletion", page.getByRole("region", { name: "Deine Daten" }));
});
