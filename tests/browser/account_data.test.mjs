// Taking along or deleting everything about oneself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { descriptionOf, expectTheEndOfTheSession, hasFocus, openSettings, otherDevice } from "./account_desk.mjs";
import { visit } from "./browser.mjs";
import { Watch } from "./watch.mjs";
import { Desk } from "./desk.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

/** @param {import("./desk.mjs").Desk} desk */
async function openDeletion(desk) {
  const dialog = await openSettings(desk);
  await dialog.getByRole("button", { name: "Delete the account…" }).click();
  const form = dialog.getByRole("form", { name: "Delete the account" });
  return {
    dialog,
    form,
    name: form.getByLabel(`To confirm, type your user name: ${desk.username}`),
    password: form.getByLabel("Your password", { exact: true }),
    confirm: form.getByRole("button", { name: "Delete everything for good" }),
  };
}

/** @param {import("./desk.mjs").Desk} desk @param {() => void} listener */
function onDeletion(desk, listener) {
  desk.page.on("request", (request) => request.method() === "DELETE" && listener());
}

test("everything is downloaded as one file", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("Why does my loop never end?", "copper");
  await desk.newestIs("ended");
  const dialog = await openSettings(desk);
  const downloading = desk.page.waitForEvent("download");
  await dialog.getByRole("link", { name: "Download everything" }).click();
  const download = await downloading;
  assert.equal(download.suggestedFilename(), `ailab-${desk.username}.json`);
  const document = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.equal(document.profile.username, desk.username);
  assert.equal(document.conversations[0].turns[0].content, "Why does my loop never end?");
  assert.ok(document.receipts.length > 0 && document.sessions.length === 1);
  assert.ok(await dialog.isVisible(), "the page stays where it is");
});

test("it says what goes and what stays, and nothing happens by a stray press", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  let deletions = 0;
  onDeletion(desk, () => (deletions += 1));
  const { dialog, form, name, password, confirm } = await openDeletion(desk);
  const title = form.getByRole("heading", { name: "Delete the account" });
  await hasFocus(desk, title);
  assert.match(await descriptionOf(title), /every conversation, .*your coins and receipts.*This stays: the ledger's entries/s);

  // Enter does nothing, even when all is filled in.
  await name.fill(desk.username);
  await password.fill(desk.password);
  await password.press("Enter");
  await name.press("Enter");
  assert.equal(await confirm.textContent(), "Delete everything for good");

  await name.fill("somebody-else");
  await confirm.click();
  await form.getByRole("alert").filter({ hasText: `This is not your user name. Type ${desk.username}, or keep the account.` }).waitFor();
  await hasFocus(desk, name);
  await name.fill(desk.username);
  await password.fill("");
  await confirm.click();
  await form.getByRole("alert").filter({ hasText: "Type your password." }).waitFor();
  await hasFocus(desk, password);
  assert.equal(deletions, 0);

  desk.watch.expectStatus(403, "/api/account");
  await password.fill("this is not it");
  await confirm.click();
  await form.getByRole("alert").filter({ hasText: "This is not your current password. Nothing was changed." }).waitFor();
  await hasFocus(desk, password);
  assert.equal(deletions, 1);

  await form.getByRole("button", { name: "Keep the account" }).click();
  await hasFocus(desk, dialog.getByRole("button", { name: "Delete the account…" }));
  await desk.page.keyboard.press("Escape");
  await desk.ask("Am I still here?", "copper");
  await desk.newestIs("ended");
});

test("the account is gone, here and everywhere; each page says why", async (t) => {
  const desk = await visit(t, lab.server.url);
  expectTheEndOfTheSession(desk);
  await desk.register();
  await desk.field.fill("half a question");
  const device = await otherDevice(t, desk);
  const page = await desk.page.context().newPage();
  const watch = new Watch(page);
  const tab = new Desk(page, watch, desk.url);
  expectTheEndOfTheSession(tab);
  await tab.load();
  await tab.field.fill("another half of a question");
  // Being written while its account is deleted.
  await device.ask("[[upstream: hold name=deleted after=20]] Is this heard?", "silver");
  await device.shows("You asked");

  const { name, password, confirm } = await openDeletion(desk);
  await name.fill(desk.username);
  await password.fill(desk.password);
  await confirm.click();
  const reason = "Your account is deleted, with everything in it.";
  await desk.page.getByText(reason).waitFor();
  await desk.picture("account-deleted");
  await hasFocus(desk, desk.page.getByLabel("User name"));
  assert.match(await descriptionOf(desk.page.getByLabel("User name")), /Your account is deleted/);
  await tab.page.getByText(reason).waitFor();
  await device.page.getByText("Your session has ended.").waitFor();
  for (const each of [desk, tab]) {
    const kept = await each.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.ok(!kept.includes("half a question") && !kept.includes(desk.username), kept);
  }
  assert.deepEqual(await desk.page.context().cookies(), []);

  desk.watch.expectStatus(401, "/auth/login");
  await desk.signIn();
  await desk.page.getByRole("alert").filter({ hasText: "do not go together" }).waitFor();
  // Whoever takes the name begins anew.
  await desk.register();
  await desk.page.getByText("Your conversations are kept here.").waitFor();
  lab.upstream.release("deleted");
  watch.check();
});
