// Seeing where one is logged in, and ending what should not be.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { hasFocus, openSettings, otherDevice, withItsCookie } from "./account_desk.mjs";
import { visit } from "./browser.mjs";

const kPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const kFirefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

/** @param {import("playwright-core").Locator} dialog */
const listed = (dialog) => dialog.getByRole("region", { name: "Where you are logged in" }).getByRole("listitem");

test("each session by its device; one is ended, by two presses", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const phone = await otherDevice(t, desk, { userAgent: kPhone });
  const computer = await otherDevice(t, desk, { userAgent: kFirefox });
  const dialog = await openSettings(desk);
  const sessions = listed(dialog);
  await sessions.nth(2).waitFor();
  await sessions.first().filter({ hasText: "Chrome on Linux this one" }).waitFor();
  assert.equal(await sessions.first().getByRole("button").count(), 0, "this one is ended by logging out");
  const onPhone = sessions.filter({ hasText: "Safari on iPhone" });
  await onPhone.filter({ hasText: "127.0.0.1" }).filter({ hasText: /Last seen (now|\d+ minutes? ago)/ }).waitFor();
  const began = onPhone.locator("time").last();
  const at = (await began.getAttribute("datetime")) ?? "";
  const expected = await desk.page.evaluate((when) => new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(when)), at);
  assert.equal(await began.textContent(), `Logged in on ${expected}`);

  // Enter pressed twice ends nothing.
  const end = dialog.getByRole("button", { name: "End the session: Safari on iPhone" });
  await end.press("Enter");
  const question = dialog.getByRole("group", { name: /^End the session of Safari on iPhone\?/ });
  await hasFocus(desk, question.getByRole("button", { name: "Cancel" }));
  await desk.page.keyboard.press("Enter");
  await hasFocus(desk, end);
  assert.equal(await sessions.count(), 3);

  await end.press("Enter");
  await question.getByRole("button", { name: "End the session" }).click();
  await hasFocus(desk, dialog.getByText("The session is ended.", { exact: true }));
  assert.equal(await sessions.count(), 2);
  await phone.page.getByText("Your session has ended.").waitFor();
  await computer.ask("Is this one untouched?", "copper");
  await computer.newestIs("ended");
});

test("all others are ended at once, and then there is nobody else", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const others = [await otherDevice(t, desk, { userAgent: kPhone }), await otherDevice(t, desk, { userAgent: kFirefox })];
  const dialog = await openSettings(desk);
  await dialog.getByRole("button", { name: "End all others" }).click();
  const question = dialog.getByRole("group", { name: /^End the 2 other sessions\?/ });
  await hasFocus(desk, question.getByRole("button", { name: "Cancel" }));
  await question.getByRole("button", { name: "End all others" }).click();
  await hasFocus(desk, dialog.getByText("2 sessions are ended."));
  await dialog.getByText("You are logged in nowhere else.").waitFor();
  assert.equal(await listed(dialog).count(), 1);
  for (const other of others) await other.page.getByText("Your session has ended.").waitFor();
});

test("one that has ended meanwhile is gone, and that is all that was wanted", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const phone = await otherDevice(t, desk, { userAgent: kPhone });
  const dialog = await openSettings(desk);
  await dialog.getByRole("button", { name: "End the session: Safari on iPhone" }).click();
  assert.equal((await (await withItsCookie(phone)).post("/auth/logout", {})).status, 204);
  desk.watch.expectStatus(404, "/api/account/sessions/[-0-9a-f]+");
  await dialog.getByRole("button", { name: "End the session", exact: true }).click();
  await dialog.getByText("You are logged in nowhere else.").waitFor();
  assert.equal(await dialog.getByRole("alert").filter({ hasText: /\S/ }).count(), 0);
});

test("a list that cannot be read says so and can be asked for again; so does an end that failed", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const phone = await otherDevice(t, desk, { userAgent: kPhone });
  desk.watch.expectStatus(503, "/api/account/sessions.*");
  const unavailable = (/** @type {import("playwright-core").Route} */ route) => route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "" } } });
  await desk.page.route("**/api/account/sessions", unavailable);
  const dialog = await openSettings(desk);
  await dialog.getByRole("alert").filter({ hasText: "Your sessions could not be read. The server has a problem at the moment." }).waitFor();
  await desk.page.unroute("**/api/account/sessions");
  await dialog.getByRole("button", { name: "Try again" }).click();
  await listed(dialog).nth(1).waitFor();

  await desk.page.route("**/api/account/sessions/*", unavailable);
  await dialog.getByRole("button", { name: "End the session: Safari on iPhone" }).click();
  await dialog.getByRole("button", { name: "End the session", exact: true }).click();
  await dialog.getByRole("alert").filter({ hasText: "The session was not ended. The server has a problem at the moment." }).waitFor();
  await desk.page.unroute("**/api/account/sessions/*");
  await dialog.getByRole("button", { name: "End the session", exact: true }).click();
  await phone.page.getByText("Your session has ended.").waitFor();
});

test("what a device says of itself is text", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await otherDevice(t, desk, { userAgent: "<img/src=x/onerror=alert(1)> &amp; more" });
  await otherDevice(t, desk, { userAgent: "curl/8.5.0" });
  const dialog = await openSettings(desk);
  await listed(dialog).filter({ hasText: "<img/src=x/onerror=alert(1)>" }).waitFor();
  await listed(dialog).filter({ hasText: "curl/8.5.0" }).waitFor();
});

test("a session that has ended while the settings are open leads to the login", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const phone = await otherDevice(t, desk, { userAgent: kPhone });
  await openSettings(phone);
  const dialog = await openSettings(desk);
  await dialog.getByRole("button", { name: "End the session: Safari on iPhone" }).click();
  await dialog.getByRole("button", { name: "End the session", exact: true }).click();
  await phone.page.getByText("Your session has ended.").waitFor();
  await hasFocus(phone, phone.page.getByLabel("User name"));
});
