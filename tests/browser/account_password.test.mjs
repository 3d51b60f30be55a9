// Changing the password.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { descriptionOf, hasFocus, openSettings, otherDevice } from "./account_desk.mjs";
import { visit } from "./browser.mjs";
import { studentAtOwnLab } from "./own_lab.mjs";

const kPath = "/api/account/password";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

/** @param {import("./desk.mjs").Desk} desk */
async function openForm(desk) {
  const dialog = await openSettings(desk);
  await dialog.getByRole("button", { name: "Change password" }).click();
  return {
    dialog,
    current: dialog.getByLabel("Current password", { exact: true }),
    next: dialog.getByLabel("New password", { exact: true }),
    save: dialog.getByRole("button", { name: "Change password" }),
  };
}

test("the new password counts at once, every other session ends, and this page goes on", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: hold name=password after=20]] Does this go on?", "silver");
  await desk.shows("You asked");
  const other = await otherDevice(t, desk);
  const { dialog, current, next } = await openForm(desk);
  await hasFocus(desk, current);
  await current.fill(desk.password);
  await next.fill("another long password");
  await next.press("Enter");
  await hasFocus(desk, dialog.getByText("Your password is changed."));
  await other.page.getByText("Your session has ended.").waitFor();

  await desk.page.keyboard.press("Escape");
  lab.upstream.release("password");
  await desk.newestIs("ended");
  await desk.ask("And is the session a good one?", "copper");
  await desk.newestIs("ended");

  await desk.logOut();
  desk.watch.expectStatus(401, "/auth/login");
  await desk.signIn();
  await desk.page.getByRole("alert").filter({ hasText: "do not go together" }).waitFor();
  desk.password = "another long password";
  await desk.signIn();
  await desk.field.waitFor();
});

test("password managers find what they look for", async (t) => {
  const desk = await visit(t, lab.server.url);
  const form = () => desk.page.locator("form").evaluate((element) => ({
    fields: [...element.querySelectorAll("input")].map((input) => [input.name, input.type, input.autocomplete, input.hidden ? input.value : null]),
    submits: element.querySelectorAll("[type=submit]").length,
  }));
  assert.deepEqual(await form(), { fields: [["username", "text", "username", null], ["password", "password", "current-password", null]], submits: 1 });
  await desk.page.getByRole("button", { name: "Create an account" }).click();
  await desk.page.getByRole("heading", { name: "Create an account" }).waitFor();
  assert.deepEqual((await form()).fields[1], ["password", "password", "new-password", null]);
  await desk.page.getByRole("button", { name: "Log in" }).click();
  await desk.register();
  const { dialog } = await openForm(desk);
  const inDialog = await dialog.locator("form").evaluate((element) => ({
    fields: [...element.querySelectorAll("input")].map((input) => [input.name, input.type, input.autocomplete, input.hidden ? input.value : null]),
    submits: element.querySelectorAll("[type=submit]").length,
  }));
  assert.deepEqual(inDialog, {
    fields: [
      ["username", "text", "username", desk.username],
      ["current_password", "password", "current-password", null],
      ["new_password", "password", "new-password", null],
    ],
    submits: 1,
  });
});

test("the rule stands there before, and what is wrong is said at its field", async (t) => {
  const desk = await visit(t, lab.server.url);
  desk.watch.expectStatus(403, kPath);
  desk.watch.expectStatus(422, kPath);
  await desk.register();
  const { dialog, current, next, save } = await openForm(desk);
  assert.match(await descriptionOf(next), /^8 to 256 characters\./);

  /** @param {import("playwright-core").Locator} field @param {RegExp} problem */
  const refused = async (field, problem) => {
    await dialog.getByRole("alert").filter({ hasText: problem }).waitFor();
    assert.match(await descriptionOf(field), problem);
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    await hasFocus(desk, field);
    assert.equal(await dialog.locator("[aria-invalid=true]").count(), 1);
  };
  await save.click();
  await refused(current, /Type your current password\./);
  await current.fill("this is not it");
  await save.click();
  await refused(next, /Type the new password\./);
  await next.fill("long enough for all");
  await save.click();
  await refused(current, /This is not your current password\. Nothing was changed\./);
  await current.fill(desk.password);
  await next.fill("short");
  await save.click();
  await refused(next, /A password has 8 to 256 characters\./);
  await next.fill(desk.username);
  await save.click();
  await refused(next, /The password may not be the username; choose another\./);
});

test("after too many attempts it says when to try again", async (t) => {
  const { desk } = await studentAtOwnLab(t, { loginAttemptsPerAccount: 3 });
  desk.watch.expectStatus(403, kPath);
  desk.watch.expectStatus(429, kPath);
  const { dialog, current, next, save } = await openForm(desk);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await current.fill(`wrong ${attempt} wrong`);
    await next.fill("another long password");
    const answered = desk.page.waitForResponse((response) => response.url().endsWith(kPath));
    await save.click();
    if ((await answered).status() === 429) break;
    await dialog.getByRole("alert").filter({ hasText: "not your current password" }).waitFor();
    await dialog.getByRole("button", { name: "Change password", disabled: false }).waitFor();
  }
  await dialog.getByRole("alert").filter({ hasText: /Too many attempts\. Try again in \d+ (seconds?|minutes)/ }).waitFor();
  await hasFocus(desk, current);
});

test("what is typed can be shown, is forgotten with the dialog, and a lost network is said", async (t) => {
  const desk = await visit(t, lab.server.url);
  desk.watch.expectLostLine();
  await desk.register();
  const { dialog, current, next, save } = await openForm(desk);
  await current.fill(desk.password);
  await next.fill("another long password");
  await dialog.getByRole("button", { name: "Show: New password" }).click();
  assert.deepEqual([await current.getAttribute("type"), await next.getAttribute("type")], ["password", "text"]);
  await desk.page.context().setOffline(true);
  await save.click();
  await dialog.getByRole("alert").filter({ hasText: "The server cannot be reached." }).waitFor();
  await desk.page.context().setOffline(false);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await hasFocus(desk, dialog.getByRole("button", { name: "Change password" }));
  await dialog.getByRole("button", { name: "Change password" }).click();
  assert.deepEqual([await current.inputValue(), await next.inputValue()], ["", ""]);
});

test("a text that is marked with the mouse beyond the dialog's edge does not close it", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const { dialog, current } = await openForm(desk);
  await current.fill("half of it");
  const box = await current.boundingBox();
  assert.ok(box);
  await desk.page.mouse.move(box.x + 40, box.y + box.height / 2);
  await desk.page.mouse.down();
  await desk.page.mouse.move(20, box.y + box.height / 2, { steps: 4 });
  await desk.page.mouse.up();
  assert.equal(await current.inputValue(), "half of it");
  await desk.page.mouse.click(20, 20);
  await dialog.waitFor({ state: "hidden" });
});

test("when the account's settings cannot be fetched the dialog says so, and trying again fetches them", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  desk.watch.expect(/failed request: GET .*\/assets\/own-account-/, /ERR_FAILED/);
  let away = true;
  await desk.page.route(/\/assets\/own-account-/, (route) => (away ? route.abort() : route.continue()));
  await desk.page.getByRole("button", { name: "Settings" }).click();
  const dialog = desk.page.getByRole("dialog", { name: "Settings" });
  await dialog.getByRole("alert").filter({ hasText: "could not be fetched" }).first().waitFor();
  await dialog.getByRole("radio", { name: "Dark" }).waitFor();
  away = false;
  await dialog.getByRole("button", { name: "Try again" }).first().click();
  await dialog.getByRole("button", { name: "Change password" }).waitFor();
  await dialog.getByRole("link", { name: "Download everything" }).waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Try again" }).count(), 0);
});
