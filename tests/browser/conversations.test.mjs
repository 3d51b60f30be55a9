// The list of conversations: its groups and pages, the one that is open, and what it says when it cannot be read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kPhone, Shelf, studentWho, visitAs } from "./keeping.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ goldCoins: 1000 })));
after(() => lab?.close());

const kUnavailable = { status: 503, json: { error: { code: "unavailable", message: "Later." } } };

/** Shifts the times in what the server tells of the list, by days into the past. @param {import("./desk.mjs").Desk} desk @param {number[]} days */
async function ages(desk, days) {
  await desk.page.route("**/api/conversations", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.conversations.forEach((/** @type {any} */ row, /** @type {number} */ index) => (row.updated_at -= (days[index] ?? 0) * 86_400));
    await route.fulfill({ response, json });
  });
}

test("conversations stand in groups by their days, the open one is marked", async (t) => {
  const { student } = await studentWho(lab, ["Long ago", "Some days ago", "The day before", "Just now"]);
  const desk = await visit(t, lab.server.url);
  await ages(desk, [0, 1, 4, 400]);
  desk.username = student.username;
  await desk.signIn();
  await desk.field.waitFor();
  const shelf = new Shelf(desk);
  await shelf.link("Long ago").waitFor();
  assert.deepEqual(await shelf.nav.getByRole("heading").allTextContents(), ["Today", "Yesterday", "Last 7 days", "Older"]);
  assert.deepEqual(await shelf.titles(), ["Just now", "The day before", "Some days ago", "Long ago"]);
  const current = shelf.nav.locator("[aria-current=page]");
  assert.match((await current.textContent()) ?? "", /Just now/);
  await shelf.link("Some days ago").click();
  await desk.newest.filter({ hasText: "Some days ago" }).waitFor();
  await current.filter({ hasText: "Some days ago" }).waitFor();
  assert.equal(await current.count(), 1);
  await desk.page.getByRole("heading", { name: "Some days ago", level: 1 }).waitFor();
});

test("older pages come by scrolling, and by the keyboard", async (t) => {
  const { student } = await studentWho(lab, Array.from({ length: 112 }, (_, index) => `Question ${index + 1}.`));
  const { desk, shelf } = await visitAs(t, lab, student);
  await shelf.link("Question 112.").waitFor();
  const rows = shelf.nav.locator(".conversation");
  assert.equal(await rows.count(), 50, "the list opens with its first page");
  await rows.last().scrollIntoViewIfNeeded();
  await rows.nth(99).waitFor();

  // Without the observer only the button is left.
  await desk.page.addInitScript(() => {
    globalThis.IntersectionObserver = /** @type {any} */ (class { observe() {} disconnect() {} });
  });
  await desk.page.reload();
  await rows.nth(49).waitFor();
  const more = shelf.nav.getByRole("button", { name: "Show older conversations" });
  for (const count of [100, 112]) {
    await more.focus();
    await desk.page.keyboard.press("Enter");
    await rows.nth(count - 1).waitFor();
    assert.equal(await rows.count(), count);
  }
  await more.waitFor({ state: "detached" });
  assert.equal(new Set(await shelf.titles()).size, 112);

  // One that is opened elsewhere on the page is brought into view.
  await desk.page.keyboard.press("Escape");
  await rows.last().getByRole("link").click();
  await desk.newest.filter({ hasText: "Question 1." }).waitFor();
  await desk.page.goBack();
  await desk.newest.filter({ hasText: "Question 112." }).waitFor();
  await desk.page.waitForFunction(() => {
    const list = document.querySelector(".conversations-scroll")?.getBoundingClientRect();
    const row = document.querySelector(".conversations [aria-current]")?.getBoundingClientRect();
    return list && row && row.top >= list.top && row.bottom <= list.bottom;
  });
});

test("a page that cannot be read says so and is read when tried again", async (t) => {
  const { student } = await studentWho(lab, Array.from({ length: 52 }, (_, index) => `Item ${index + 1}.`));
  const { desk, shelf } = await visitAs(t, lab, student);
  desk.watch.expect(/503 .*\/api\/conversations/, /status of 503/);
  await desk.page.route("**/api/conversations?before=*", (route) => route.fulfill(kUnavailable));
  const rows = shelf.nav.locator(".conversation");
  await rows.nth(49).scrollIntoViewIfNeeded();
  await shelf.nav.getByRole("alert").filter({ hasText: "The older conversations could not be read." }).waitFor();
  await desk.page.unroute("**/api/conversations?before=*");
  await shelf.nav.getByRole("button", { name: "Try again" }).click();
  await rows.nth(51).waitFor();
});

test("loading, failing and empty are told apart", async (t) => {
  const { student } = await studentWho(lab, []);
  const desk = await visit(t, lab.server.url);
  desk.watch.expect(/503 .*\/api\/conversations/, /status of 503/);
  const { promise: mayGo, resolve: go } = Promise.withResolvers();
  // Without what the page does every few seconds, only the hand is left.
  await desk.page.addInitScript(() => void (globalThis.setInterval = /** @type {any} */ (() => 0)));
  await desk.load();
  let broken = true;
  let refused = 0;
  await desk.page.route("**/api/conversations", async (route) => {
    await mayGo;
    if (!broken) return route.continue();
    await route.fulfill(kUnavailable);
    refused += 1;
  });
  desk.username = student.username;
  await desk.signIn();
  const { nav } = new Shelf(desk);
  await nav.getByText("Reading your conversations…").waitFor();
  go(undefined);
  await nav.getByRole("alert").filter({ hasText: "Your conversations could not be read." }).waitFor();
  // The page tries once more when its line comes up.
  while (refused < 2) await new Promise((resolve) => setImmediate(resolve));
  broken = false;
  await nav.getByRole("button", { name: "Try again" }).click();
  await nav.getByText("Your conversations are kept here.").waitFor();
  assert.equal(await nav.getByRole("alert").count(), 0);
});

test("on a phone the list is a drawer, which closes with what was chosen", async (t) => {
  const { student } = await studentWho(lab, ["The first one", "The second one"]);
  const { desk, shelf } = await visitAs(t, lab, student, { viewport: kPhone });
  await desk.newest.filter({ hasText: "The second one" }).waitFor();
  await shelf.open();
  await shelf.link("The first one").click();
  await shelf.nav.waitFor({ state: "detached" });
  await desk.newest.filter({ hasText: "The first one" }).waitFor();
  await shelf.open();
  await shelf.nav.getByRole("button", { name: "New conversation" }).click();
  await desk.page.getByRole("heading", { name: "What are you working on" }).waitFor();
});

test("the arrow keys go through the list, Enter opens", async (t) => {
  const { student } = await studentWho(lab, ["Alpha", "Beta", "Gamma"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  await shelf.link("Gamma").waitFor();
  const focused = () => desk.page.evaluate(() => document.activeElement?.textContent ?? "");
  await shelf.searchField.focus();
  await desk.page.keyboard.press("ArrowDown");
  assert.match(await focused(), /^Gamma/);
  await desk.page.keyboard.press("ArrowDown");
  assert.match(await focused(), /^Beta/);
  await desk.page.keyboard.press("ArrowDown");
  await desk.page.keyboard.press("ArrowDown");
  assert.match(await focused(), /^Alpha/);
  await desk.page.keyboard.press("ArrowUp");
  await desk.page.keyboard.press("Enter");
  await desk.newest.filter({ hasText: "Beta" }).waitFor();
});
