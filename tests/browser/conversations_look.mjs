// Every state of the list and of a kept conversation, looked at on one screen: each passes axe, in light and dark, and is pictured.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { expectAccessible } from "./axe.mjs";
import { secondTab, studentWho, visitAs } from "./keeping.mjs";

const kTitles = [
  "What is the difference between a list and a tuple in Python?",
  "Segmentation fault in strcpy",
  "Why is my recursive Fibonacci so slow?",
  "Merge conflict in README.md",
  "How do I read a file line by line?",
  "SQL join returns too many rows",
  "Unit test passes alone but fails in the suite",
];

/** @param {"desk" | "phone"} screen @param {{width: number, height: number}} viewport */
export function looksRight(screen, viewport) {
  /** @type {import("../harness/lab.mjs").Lab} */
  let lab;
  before(async () => (lab = await startLab({ goldCoins: 1000 })));
  after(() => lab?.close());

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`${screen}, ${colorScheme}`, async (t) => {
      const { student, asked } = await studentWho(lab, [
        ...kTitles,
        ["My loop never ends", ...Array.from({ length: 31 }, (_, index) => `And with ${index + 2} items?`)],
      ]);
      const { desk, shelf } = await visitAs(t, lab, student, { viewport, colorScheme, reducedMotion: "reduce" });
      desk.watch.expect(/(404|409|503) /, /status of (404|409|503)/);
      const phone = screen === "phone";
      const check = async (/** @type {string} */ state) => {
        await desk.picture(`conversations-${screen}-${colorScheme}-${state}`);
        await expectAccessible(desk, state);
        const overflow = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${state}: the page is ${overflow} px too wide`);
      };
      const openList = () => (phone ? shelf.open() : Promise.resolve());
      const closeList = async () => {
        if (!phone) return;
        await shelf.drawer.getByRole("button", { name: "Close" }).first().click();
        await shelf.nav.waitFor({ state: "detached" });
      };
      const unavailable = { status: 503, json: { error: { code: "unavailable", message: "" } } };

      await desk.page.route("**/api/conversations", async (route) => {
        const response = await route.fetch();
        const json = await response.json();
        const days = [0, 0, 1, 1, 3, 4, 9];
        json.conversations.forEach((/** @type {any} */ row, /** @type {number} */ index) => (row.updated_at -= (days[index] ?? 20 + index) * 86_400));
        await route.fulfill({ response, json });
      });
      await desk.page.reload();
      await desk.newest.filter({ hasText: "And with 32 items?" }).waitFor();
      await openList();
      await shelf.link("My loop never ends").waitFor();
      await check("list");
      await shelf.link(kTitles[2] ?? "").hover();
      await shelf.menuButton(kTitles[2] ?? "").click();
      await desk.page.getByRole("menu").waitFor();
      await check("menu");
      await desk.page.getByRole("menuitem", { name: "Rename" }).click();
      await shelf.nav.getByRole("textbox", { name: "New title" }).fill(" ");
      await check("rename");
      await desk.page.keyboard.press("Enter");
      await shelf.nav.getByRole("alert").waitFor();
      await check("rename-refused");
      await desk.page.keyboard.press("Escape");
      await shelf.choose(kTitles[3] ?? "", "Delete");
      await shelf.note.filter({ hasText: "was deleted." }).waitFor();
      await check("deleted");
      if (phone) {
        await closeList();
        await desk.page.locator("main .note").waitFor();
        await check("deleted-drawer-closed");
        await openList();
      }
      await desk.page.route("**/restore", (route) => route.fulfill(unavailable));
      await shelf.note.getByRole("button", { name: "Undo" }).click();
      await shelf.nav.getByRole("alert").waitFor();
      await check("undo-failed");
      await shelf.note.getByRole("button", { name: "Close" }).click();

      await shelf.searchField.fill("items");
      await shelf.nav.getByRole("status").filter({ hasText: "1 conversation found." }).waitFor();
      await check("found");
      await shelf.searchField.fill("zebra");
      await shelf.nav.getByText("Nothing found for “zebra”.").waitFor();
      await check("nothing-found");
      await desk.page.route("**/api/conversations?search=*", (route) => route.fulfill(unavailable));
      await shelf.searchField.fill("zebras");
      await shelf.nav.getByRole("alert").waitFor();
      await check("search-failed");
      await shelf.searchField.press("Escape");
      await closeList();

      await desk.page.route("**/api/conversations/*before=*", (route) => route.fulfill(unavailable));
      await desk.page.evaluate(() => scrollTo(0, 0));
      await desk.page.getByText("The earlier questions could not be read.").waitFor();
      await check("earlier-failed");
      await desk.page.unroute("**/api/conversations/*before=*");
      await desk.page.locator("main").getByRole("button", { name: /^Options for/ }).click();
      await check("heading-menu");
      await desk.page.keyboard.press("Escape");

      const other = await secondTab(desk);
      other.desk.watch.expect(/404 /, /status of 404/);
      if (phone) await other.shelf.open();
      await other.shelf.link("My loop never ends").waitFor();
      await other.shelf.choose("My loop never ends", "Delete");
      await desk.page.getByRole("heading", { name: "This conversation was deleted." }).waitFor();
      await check("deleted-elsewhere");
      await desk.page.goto(`${desk.url}/?conversation=${asked.at(-1)?.id}`);
      await desk.page.getByRole("heading", { name: "This conversation is not here." }).waitFor();
      await check("not-here");

      await desk.page.unroute("**/api/conversations");
      await desk.page.route("**/api/conversations", (route) => route.fulfill(unavailable));
      await desk.page.reload();
      await desk.field.waitFor();
      await openList();
      await shelf.nav.getByRole("alert").filter({ hasText: "could not be read" }).waitFor();
      await check("list-failed");
    });
  }
}
