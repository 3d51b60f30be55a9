// Searching all conversations.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kDesk, kPhone, studentWho, visitAs } from "./keeping.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

for (const [screen, viewport] of Object.entries({ desk: kDesk, phone: kPhone })) {
  test(`${screen}: found by a word of a question, marked as text, and opened there`, async (t) => {
    const long = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");
    const { student } = await studentWho(lab, [
      ["How do loops end?", "Is <b>Quicksort</b> & its pivot fast?", `And then?\n${long}`],
      "Something else",
    ]);
    const { desk, shelf } = await visitAs(t, lab, student, { viewport });
    await desk.newest.filter({ hasText: "Something else" }).waitFor();
    await desk.page.keyboard.press("Control+k");
    await desk.page.waitForFunction(() => document.activeElement?.getAttribute("type") === "search");
    await desk.page.keyboard.type("quicksort");
    await shelf.nav.getByRole("status").filter({ hasText: "1 conversation found." }).waitFor();
    const hit = shelf.link("How do loops end?");
    assert.equal(await hit.locator("mark").textContent(), "Quicksort");
    assert.ok(((await hit.textContent()) ?? "").includes("<b>Quicksort</b> & its pivot"), "it is text, not HTML");
    await hit.click();
    const sought = desk.page.locator("article").filter({ hasText: "Quicksort" }).first();
    await desk.page.waitForFunction(() => document.activeElement?.closest("article")?.textContent?.includes("Quicksort"));
    assert.ok(await desk.showsTitle(sought));
    if (screen === "phone") await shelf.nav.waitFor({ state: "detached" });
  });
}

test("every word counts, wherever it stands; nothing found says what was searched; Escape clears", async (t) => {
  const { student } = await studentWho(lab, [["A red question", "about apples"], "A red one about pears", "100% done_"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  await shelf.searchField.fill("apples red");
  await shelf.nav.getByRole("status").filter({ hasText: "1 conversation found." }).waitFor();
  assert.deepEqual(await shelf.titles(), ["A red question"]);
  await shelf.searchField.fill("%");
  await shelf.link("100% done_").waitFor();
  await shelf.nav.getByRole("status").filter({ hasText: "1 conversation found." }).waitFor();
  await shelf.searchField.fill("<script>zebra");
  await shelf.nav.getByText("Nothing found for “<script>zebra”.").waitFor();
  await shelf.searchField.press("Escape");
  await shelf.link("A red one about pears").waitFor();
  assert.equal(await shelf.searchField.inputValue(), "");
  assert.equal((await shelf.titles()).length, 3);
  await desk.field.waitFor();
});

test("on a phone Escape clears the search first, and then closes the drawer", async (t) => {
  const { student } = await studentWho(lab, ["A question"]);
  const { desk, shelf } = await visitAs(t, lab, student, { viewport: kPhone });
  await desk.page.keyboard.press("Control+k");
  await shelf.searchField.fill("question");
  await shelf.nav.getByRole("status").filter({ hasText: "found" }).waitFor();
  await shelf.searchField.press("Escape");
  assert.equal(await shelf.searchField.inputValue(), "");
  await shelf.searchField.press("Escape");
  await shelf.nav.waitFor({ state: "detached" });
});

test("who types on is not answered late: only the last text is shown, and few requests are made", async (t) => {
  const { student } = await studentWho(lab, ["apple", "banana"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  /** @type {string[]} */
  const asked = [];
  const { promise: mayGo, resolve: go } = Promise.withResolvers();
  await desk.page.route("**/api/conversations?search=*", async (route) => {
    const text = new URL(route.request().url()).searchParams.get("search") ?? "";
    asked.push(text);
    if (text === "apple") await mayGo;
    await route.continue().catch(() => {});
  });
  await desk.page.clock.install();
  // However slowly the test types, it is within the pause.
  await desk.page.clock.pauseAt(await desk.page.evaluate(() => Date.now() + 1000));
  for (const text of ["a", "ap", "app", "apple"]) await shelf.searchField.fill(text);
  await desk.page.clock.runFor(1000);
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(asked, ["apple"]);
  await shelf.searchField.fill("banana");
  await desk.page.clock.runFor(1000);
  await shelf.link("banana").locator("mark").waitFor();
  go(undefined);
  await desk.page.clock.runFor(1000);
  assert.deepEqual(await shelf.titles(), ["banana"]);
  assert.deepEqual(asked, ["apple", "banana"]);
});

test("a search that fails says so, and one with too many words what to do", async (t) => {
  const { student } = await studentWho(lab, ["A question"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  desk.watch.expect(/(503|4\d\d) .*\/api\/conversations\?search/, /status of (503|4\d\d)/);
  await shelf.searchField.fill("a b c d e f g h i j k");
  const alert = shelf.nav.getByRole("alert").filter({ hasText: /\S/ });
  await alert.waitFor();
  // Another alert is told by its words.
  assert.match((await alert.textContent()) ?? "", /Use at most 10 words\./);
  await desk.page.route("**/api/conversations?search=*", (route) =>
    route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "" } } }),
  );
  await shelf.searchField.fill("question");
  await shelf.nav.getByRole("alert").filter({ hasText: "The search did not get through." }).waitFor();
  await desk.page.unroute("**/api/conversations?search=*");
  await shelf.nav.getByRole("button", { name: "Try again" }).click();
  await shelf.nav.getByRole("status").filter({ hasText: "1 conversation found." }).waitFor();
});
