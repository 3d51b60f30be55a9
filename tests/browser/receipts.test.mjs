// The balances open the receipts: what became of every coin.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ messagesPerMinute: 100_000 })));
after(() => lab?.close());

/** @param {import("./desk.mjs").Desk} desk */
const lineOf = (desk, text = "") => desk.receipts.getByRole("listitem").filter({ hasText: text }).first();

test("a new account's receipts are its starting coins", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.openReceipts();
  for (const coins of ["100 gold coins added", "10 silver coins added", "20 copper coins added"]) await lineOf(desk, coins).waitFor();
  assert.equal(await desk.receipts.locator(".receipt").count(), 3);
  await desk.receipts.getByText("That is all").waitFor();
});

test("a question is one line: set aside, then spent or back, with every entry behind it", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: hold name=aside after=5]] The one that is answered", "gold");
  await desk.shows("You asked");
  await desk.openReceipts();
  const line = desk.receipts.locator(".receipt").first();
  await line.filter({ hasText: "1 gold coin set aside" }).waitFor();
  await line.filter({ hasText: "The answer is being written." }).waitFor();

  // While it is looked at, it changes.
  lab.upstream.release("aside");
  await line.filter({ hasText: "1 gold coin spent" }).waitFor();
  await line.filter({ hasText: "99 gold coins left" }).waitFor();
  assert.equal(await desk.receipts.locator(".receipt").count(), 4);
  await line.getByText("2 entries").click();
  await line.getByText("Set aside: 1 gold coin less, 99 gold coins left.").waitFor();
  await line.getByText("Spent for good: the balance stays, 99 gold coins left.").waitFor();
  const moment = await line.locator("time").first().getAttribute("datetime");
  assert.ok(Math.abs(Date.parse(moment ?? "") - Date.now()) < 600_000, moment ?? "no time");

  await desk.page.keyboard.press("Escape");
  await desk.ask("[[upstream: status-400]] The one that fails", "silver");
  await desk.ending.filter({ hasText: "came back" }).waitFor();
  await desk.openReceipts();
  await line.filter({ hasText: "1 silver coin came back" }).waitFor();
  await line.filter({ hasText: "10 silver coins left" }).waitFor();
});

test("a receipt leads to its question", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const long = Array.from({ length: 40 }, (_, index) => `line ${index}`).join("\n");
  await desk.ask("The first question");
  await desk.newestIs("ended");
  await desk.field.fill(`The second question\n${long}`);
  await desk.field.press("Enter");
  await desk.newest.filter({ hasText: "The second question" }).waitFor();
  await desk.newestIs("ended");
  await desk.page.getByRole("button", { name: "New conversation" }).click();
  await desk.ask("Elsewhere");
  await desk.newestIs("ended");

  await desk.openReceipts();
  await desk.receipts.getByRole("link", { name: "The first question" }).click();
  await desk.receipts.waitFor({ state: "hidden" });
  const first = desk.page.locator("article").first();
  await first.filter({ hasText: "The first question" }).waitFor();
  assert.equal(await desk.page.locator("article").count(), 2);
  await desk.page.waitForFunction(() => document.activeElement?.closest("article") === document.querySelector("article"));
  assert.ok(await desk.showsTitle(first));

  // As a link that is opened in a tab of its own.
  await desk.openReceipts();
  const href = (await desk.receipts.getByRole("link", { name: "Elsewhere" }).getAttribute("href")) ?? "";
  const tab = await desk.page.context().newPage();
  await tab.goto(desk.url + href);
  await tab.locator("article").filter({ hasText: "Elsewhere" }).waitFor();
  assert.equal(await tab.locator("article").count(), 1);
});

test("the keyboard is enough: opened, read and closed without losing the place", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const button = desk.page.getByRole("button", { name: /^Your coins: 100 gold coins, 10 silver coins, 20 copper coins. Show the receipts$/ });
  await button.focus();
  await desk.page.keyboard.press("Enter");
  await desk.receipts.getByText("That is all").waitFor();
  assert.ok(await desk.receipts.evaluate((dialog) => dialog.contains(document.activeElement)));
  await desk.page.keyboard.press("Escape");
  await desk.receipts.waitFor({ state: "hidden" });
  assert.ok(await button.evaluate((element) => element === document.activeElement));
});

test("older receipts come when they are asked for, and the focus stays in the list", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const ask = () => desk.page.evaluate(async () => {
    const page = (/** @type {string} */ query) => fetch(`/api/receipts${query}`).then((answer) => answer.json());
    return (await page("?limit=200")).receipts.length;
  });
  for (let question = 1; question <= 25; question += 1) {
    await desk.ask(`Question number ${question}.`, "gold");
    await desk.newest.filter({ hasText: `Question number ${question}.` }).waitFor();
    await desk.newestIs("ended");
  }
  assert.equal(await ask(), 53);
  await desk.openReceipts();
  const lines = desk.receipts.locator(".receipt");
  await lines.nth(24).waitFor();
  assert.equal(await lines.count(), 25);
  const more = desk.receipts.getByRole("button", { name: "Show older receipts" });
  await more.focus();
  await desk.page.keyboard.press("Enter");
  await lines.nth(27).waitFor();
  assert.equal(await lines.count(), 28);
  await more.waitFor({ state: "detached" });
  await desk.page.waitForFunction(() => document.activeElement?.textContent?.startsWith("That is all"));
});

test("when they cannot be read the page says so, and a second try shows them", async (t) => {
  const desk = await visit(t, lab.server.url);
  desk.watch.expect(/503 .*\/api\/receipts/, /status of 503/);
  await desk.register();
  let broken = true;
  const unavailable = { status: 503, json: { error: { code: "unavailable", message: "Later." } } };
  await desk.page.route("**/api/receipts*", (route) => (broken ? route.fulfill(unavailable) : route.continue()));
  await desk.openReceipts();
  await desk.receipts.getByRole("alert").filter({ hasText: "The receipts could not be read." }).waitFor();
  broken = false;
  await desk.receipts.getByRole("button", { name: "Try again" }).click();
  await desk.receipts.getByText("That is all").waitFor();
  assert.equal(await desk.receipts.getByRole("alert").count(), 0);
});

test("without a receipt the page says what will be here", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.page.route("**/api/receipts*", (route) => route.fulfill({ json: { receipts: [], next: null } }));
  await desk.openReceipts();
  await desk.receipts.getByText("No coin has moved yet.").waitFor();
});
