// Renaming, deleting with undo, and taking a conversation along, with the mouse and with the keyboard alone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kPhone, secondTab, studentWho, visitAs } from "./keeping.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

const focused = (/** @type {import("./desk.mjs").Desk} */ desk) => desk.page.evaluate(() => document.activeElement?.textContent ?? "");

test("renamed in place: Enter saves, Escape keeps the old title, the heading has it too", async (t) => {
  const { student } = await studentWho(lab, ["An old title", "Another"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  await shelf.link("An old title").click();
  await desk.page.getByRole("heading", { name: "An old title", level: 1 }).waitFor();
  await shelf.choose("An old title", "Rename");
  const field = shelf.nav.getByRole("textbox", { name: "New title" });
  await desk.page.waitForFunction(() => document.activeElement?.getAttribute("name") === "title");
  await desk.page.keyboard.type("Never mind");
  await desk.page.keyboard.press("Escape");
  await field.waitFor({ state: "detached" });
  await shelf.link("An old title").waitFor();
  assert.match(await focused(desk), /^An old title/);

  await shelf.choose("An old title", "Rename");
  await field.fill("  A new <i>title</i>  ");
  await field.press("Enter");
  await shelf.link("A new <i>title</i>").waitFor();
  await desk.page.getByRole("heading", { name: "A new <i>title</i>", level: 1 }).waitFor();
  assert.deepEqual(await shelf.titles(), ["Another", "A new <i>title</i>"], "it stays in its place");
  assert.equal(await desk.page.title(), "A new <i>title</i> · AI Lab");
  await desk.page.reload();
  await shelf.link("A new <i>title</i>").waitFor();

  // From the heading.
  await desk.page.locator("main").getByRole("button", { name: "Options for “A new <i>title</i>”" }).click();
  await desk.page.getByRole("menuitem", { name: "Rename" }).click();
  await desk.page.locator("main").getByRole("textbox", { name: "New title" }).fill("From the heading");
  await desk.page.keyboard.press("Enter");
  await shelf.link("From the heading").waitFor();
});

test("a title that cannot be is explained, and one that cannot be saved stays in the field", async (t) => {
  const { student } = await studentWho(lab, ["The title"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  desk.watch.expect(/503 PATCH/, /status of 503/);
  await shelf.link("The title").waitFor();
  await shelf.choose("The title", "Rename");
  const field = shelf.nav.getByRole("textbox", { name: "New title" });
  const alert = shelf.nav.getByRole("alert");
  await field.fill(" ");
  await field.press("Enter");
  await alert.filter({ hasText: "A title has 1 to 120 characters." }).waitFor();
  await field.fill("x".repeat(121));
  await field.press("Enter");
  await alert.filter({ hasText: "A title has 1 to 120 characters." }).waitFor();
  await desk.page.route("**/api/conversations/*", (route) =>
    route.request().method() === "PATCH" ? route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "" } } }) : route.continue(),
  );
  await field.fill("Another");
  await field.press("Enter");
  await alert.filter({ hasText: "could not be saved" }).waitFor();
  assert.equal(await field.inputValue(), "Another");
  await desk.page.unroute("**/api/conversations/*");
  await field.press("Enter");
  await shelf.link("Another").waitFor();
});

test("deleted and brought back; Undo waits for whoever is at it, and goes away else", async (t) => {
  const { student } = await studentWho(lab, ["Keep this", "Delete this"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  await desk.newest.filter({ hasText: "Delete this" }).waitFor();
  await desk.page.clock.install();
  await shelf.choose("Delete this", "Delete");
  await shelf.note.filter({ hasText: "“Delete this” was deleted." }).waitFor();
  await desk.page.getByRole("heading", { name: "What are you working on" }).waitFor();
  assert.deepEqual(await shelf.titles(), ["Keep this"]);
  await shelf.note.getByRole("button", { name: "Undo" }).click();
  await desk.newest.filter({ hasText: "Delete this" }).waitFor();
  assert.deepEqual(await shelf.titles(), ["Delete this", "Keep this"]);
  await shelf.note.waitFor({ state: "detached" });

  await shelf.choose("Keep this", "Delete");
  await shelf.note.hover();
  await desk.page.clock.fastForward(120_000);
  await shelf.note.waitFor();
  await desk.page.mouse.move(900, 300);
  await desk.page.clock.fastForward(14_000);
  await shelf.note.waitFor();
  await desk.page.clock.fastForward(2_000);
  await shelf.note.waitFor({ state: "detached" });
  assert.deepEqual(await shelf.titles(), ["Delete this"]);
});

test("the keyboard is enough: the menu, deleting, Undo", async (t) => {
  const { student } = await studentWho(lab, ["Alpha", "Beta"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  await shelf.link("Alpha").waitFor();
  await desk.page.clock.install();
  const { keyboard } = desk.page;
  await shelf.menuButton("Alpha").focus();
  await keyboard.press("Enter");
  assert.equal(await focused(desk), "Rename");
  await keyboard.press("ArrowUp");
  assert.equal(await focused(desk), "Delete");
  await keyboard.press("ArrowDown");
  assert.equal(await focused(desk), "Rename");
  await keyboard.press("End");
  await keyboard.press("Home");
  await keyboard.press("e");
  assert.equal(await focused(desk), "Export as Markdown");
  await keyboard.press("e");
  assert.equal(await focused(desk), "Export as JSON");
  await keyboard.press("Escape");
  assert.equal(await desk.page.getByRole("menu").count(), 0);
  assert.equal(await focused(desk), "Options for “Alpha”");
  await keyboard.press("ArrowUp");
  assert.equal(await focused(desk), "Delete");
  await keyboard.press("Space");
  await shelf.note.filter({ hasText: "“Alpha” was deleted." }).waitFor();
  await desk.page.waitForFunction(() => document.activeElement?.textContent === "Undo");
  await desk.page.clock.fastForward(120_000);
  assert.equal(await focused(desk), "Undo", "it stays while the focus is on it");
  await keyboard.press("Enter");
  await shelf.link("Alpha").waitFor();
});

test("one with an answer that is being written is not deleted, and why is said", async (t) => {
  const { student } = await studentWho(lab, []);
  const { desk, shelf } = await visitAs(t, lab, student);
  desk.watch.expect(/409 DELETE/, /status of 409/);
  await desk.ask("[[upstream: hold name=busy after=5]] Busy");
  await desk.shows("You asked");
  const row = shelf.nav.getByRole("link", { name: /Busy/ });
  await row.hover();
  await shelf.nav.getByRole("button", { name: /^Options for/ }).click();
  await desk.page.getByRole("menuitem", { name: "Delete" }).click();
  await shelf.nav.getByRole("alert").filter({ hasText: "an answer in it is being written" }).waitFor();
  await row.waitFor();
  lab.upstream.release("busy");
  await desk.newestIs("ended");
  await shelf.nav.getByRole("button", { name: /^Options for/ }).click();
  await desk.page.getByRole("menuitem", { name: "Delete" }).click();
  await shelf.note.filter({ hasText: "was deleted." }).waitFor();
  await row.waitFor({ state: "detached" });
  assert.equal(await shelf.note.count(), 1);
});

test("a menu stays open beside its button while an answer scrolls the page", async (t) => {
  const { student } = await studentWho(lab, []);
  const { desk } = await visitAs(t, lab, student);
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`).join("\n");
  await desk.field.fill(`[[upstream: hold name=menu after=4]] Menu\n${lines}`);
  await desk.field.press("Enter");
  await desk.shows("You asked");
  await desk.page.locator("main").getByRole("button", { name: /^Options for/ }).click();
  const menu = desk.page.getByRole("menu");
  const was = await menu.boundingBox();
  const top = await desk.page.evaluate(() => scrollY);
  lab.upstream.release("menu");
  await desk.newestIs("ended");
  await desk.page.waitForFunction((before) => scrollY > before, top);
  assert.deepEqual(await menu.boundingBox(), was);
});

test("when it cannot be brought back the page says so, and a second try does it", async (t) => {
  const { student } = await studentWho(lab, ["Alpha"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  desk.watch.expect(/503 POST/, /status of 503/);
  await shelf.link("Alpha").waitFor();
  await shelf.choose("Alpha", "Delete");
  await desk.page.route("**/restore", (route) => route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "" } } }));
  await shelf.note.getByRole("button", { name: "Undo" }).click();
  await shelf.nav.getByRole("alert").filter({ hasText: "“Alpha” could not be brought back." }).waitFor();
  await desk.page.unroute("**/restore");
  await shelf.note.getByRole("button", { name: "Try again" }).click();
  await shelf.link("Alpha").waitFor();
});

test("taken along as Markdown and as JSON, under its title", async (t) => {
  const { student } = await studentWho(lab, [["Why: does it end?", "And this?"]]);
  const { desk, shelf } = await visitAs(t, lab, student);
  await shelf.link("Why: does it end?").waitFor();
  for (const [item, ending] of [["Export as Markdown", "md"], ["Export as JSON", "json"]]) {
    const download = desk.page.waitForEvent("download");
    await shelf.choose("Why: does it end?", item ?? "");
    const file = await download;
    assert.match(file.suggestedFilename(), new RegExp(`^Why.* does it end.*\\.${ending}$`));
    const text = await readFile(await file.path(), "utf8");
    assert.ok(text.includes("And this?"), text);
    if (ending === "json") assert.equal(JSON.parse(text).turns.length, 2);
    await desk.page.getByRole("menu").waitFor({ state: "detached" });
  }
});

test("on a phone: renamed, deleted and brought back in the drawer; what was deleted is said after it is closed, too", async (t) => {
  const { student } = await studentWho(lab, ["Alpha", "Beta"]);
  const { desk, shelf } = await visitAs(t, lab, student, { viewport: kPhone, hasTouch: true, isMobile: true });
  await desk.newest.filter({ hasText: "Beta" }).waitFor();
  await shelf.open();
  const button = shelf.menuButton("Alpha");
  const size = await button.boundingBox();
  assert.ok(size && size.width >= 24 && size.height >= 24);
  await button.tap();
  await desk.page.getByRole("menuitem", { name: "Rename" }).tap();
  await shelf.nav.getByRole("textbox", { name: "New title" }).fill("Alef");
  await desk.page.keyboard.press("Enter");
  await shelf.link("Alef").waitFor();
  await shelf.menuButton("Alef").tap();
  await desk.page.getByRole("menuitem", { name: "Delete" }).tap();
  await shelf.note.filter({ hasText: "“Alef” was deleted." }).waitFor();
  await desk.page.keyboard.press("Escape");
  await shelf.nav.waitFor({ state: "detached" });
  await desk.page.locator("main .note").getByRole("button", { name: "Undo" }).tap();
  await shelf.open();
  await shelf.link("Alef").waitFor();
});

test("other tabs hear of it: a new title, a deleted one that is open there, its return", async (t) => {
  const { student } = await studentWho(lab, ["Alpha", "Beta"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  await desk.newest.filter({ hasText: "Beta" }).waitFor();
  const other = await secondTab(desk);
  other.desk.watch.expect(/404 GET .*\/api\/conversations\//, /status of 404/);
  await other.desk.newest.filter({ hasText: "Beta" }).waitFor();

  await desk.page.bringToFront();
  await shelf.choose("Beta", "Rename");
  await shelf.nav.getByRole("textbox", { name: "New title" }).fill("Bet");
  await desk.page.keyboard.press("Enter");
  await other.shelf.link("Bet").waitFor();
  await other.desk.page.getByRole("heading", { name: "Bet", level: 1 }).waitFor();

  await shelf.link("Bet").waitFor();
  await shelf.choose("Bet", "Delete");
  await other.desk.page.getByRole("heading", { name: "This conversation was deleted." }).waitFor();
  assert.deepEqual(await other.shelf.titles(), ["Alpha"]);
  assert.equal(await other.desk.page.locator("article").count(), 0);
  await shelf.note.getByRole("button", { name: "Undo" }).click();
  await other.desk.newest.filter({ hasText: "Beta" }).waitFor();
  await other.shelf.link("Bet").waitFor();

  // It may also be brought back, or left, where it was open.
  await desk.newest.filter({ hasText: "Beta" }).waitFor();
  await shelf.choose("Bet", "Delete");
  await other.desk.page.bringToFront();
  await other.desk.page.locator("main").getByRole("button", { name: "Undo" }).click();
  await other.desk.newest.filter({ hasText: "Beta" }).waitFor();
  await desk.page.bringToFront();
  await shelf.link("Bet").waitFor();
  await shelf.choose("Bet", "Delete");
  await other.desk.page.getByRole("heading", { name: "This conversation was deleted." }).waitFor();
  await other.desk.page.bringToFront();
  await other.desk.page.locator("main").getByRole("button", { name: "New conversation" }).click();
  await other.desk.page.getByRole("heading", { name: "What are you working on" }).waitFor();
  other.desk.watch.check();
});
