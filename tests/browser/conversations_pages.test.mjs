// A long conversation: it opens with its newest questions, and the earlier ones come when they are wanted.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kDesk, kPhone, studentWho, visitAs } from "./keeping.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
/** @type {Awaited<ReturnType<typeof studentWho>>} */
let long;
before(async () => {
  lab = await startLab({ goldCoins: 1000 });
  long = await studentWho(lab, [Array.from({ length: 500 }, (_, index) => `Question ${index + 1}.`), "Another conversation"]);
});
after(() => lab?.close());

/** @param {import("./desk.mjs").Desk} desk */
const questions = async (desk) => (await desk.page.locator(".question").allTextContents()).map((text) => Number(/\d+/.exec(text)?.[0]));

for (const [screen, viewport] of Object.entries({ desk: kDesk, phone: kPhone })) {
  test(`${screen}: scrolling up loads what was before, and the view stays where it is`, async (t) => {
    const { desk } = await visitAs(t, lab, long.student, { viewport }, `/?conversation=${long.asked[0]?.id}`);
    await desk.newest.filter({ hasText: "Question 500." }).waitFor();
    assert.deepEqual(await questions(desk), Array.from({ length: 30 }, (_, index) => 471 + index));
    await desk.page.waitForFunction(() => {
      const page = document.documentElement;
      return page.scrollTop > 0 && page.scrollHeight - page.scrollTop - page.clientHeight < 2;
    });

    // The server answers when the reader is at the top.
    const { promise: mayGo, resolve: go } = Promise.withResolvers();
    await desk.page.route("**/api/conversations/*before=*", async (route) => {
      await mayGo;
      await route.continue();
    });
    await desk.page.evaluate(() => scrollTo(0, 0));
    await desk.page.getByRole("button", { name: "Reading earlier questions…" }).waitFor();
    await desk.page.evaluate(() => scrollTo(0, 40));
    const place = () => desk.page.locator("article").filter({ hasText: "Question 471." }).evaluate((turn) => turn.getBoundingClientRect().top);
    const was = await place();
    go(undefined);
    await desk.page.locator("article").filter({ hasText: "Question 441." }).waitFor({ state: "attached" });
    await desk.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    assert.ok(Math.abs((await place()) - was) <= 2, `the view jumped from ${was} to ${await place()}`);
    assert.deepEqual(await questions(desk), Array.from({ length: 60 }, (_, index) => 441 + index));
  });
}

test("by the keyboard to the beginning; the focus stays with what was read, and the questions are numbered when all are known", async (t) => {
  const short = await studentWho(lab, [Array.from({ length: 35 }, (_, index) => `Item ${index + 1}.`)]);
  const { desk } = await visitAs(t, lab, short.student);
  await desk.newest.filter({ hasText: "Item 35." }).waitFor();
  // Without the observer only the button is left.
  await desk.page.addInitScript(() => {
    globalThis.IntersectionObserver = /** @type {any} */ (class { observe() {} disconnect() {} });
  });
  await desk.page.reload();
  await desk.newest.filter({ hasText: "Item 35." }).waitFor();
  assert.equal(await desk.newest.getByRole("heading").first().textContent(), "Gold highest assistance · 1 coin paid");
  await desk.page.getByRole("button", { name: "Show earlier questions" }).focus();
  await desk.page.keyboard.press("Enter");
  await desk.page.locator("article").filter({ hasText: "Item 1." }).waitFor({ state: "attached" });
  assert.equal(await desk.page.locator("article").count(), 35);
  await desk.page.waitForFunction(() => document.activeElement?.closest("article")?.querySelector(".question")?.textContent === "Item 6.");
  assert.match((await desk.newest.getByRole("heading").first().textContent()) ?? "", /^Question 35, Gold/);
  assert.equal(await desk.page.getByRole("button", { name: /earlier questions/ }).count(), 0);
});

test("a link to an old question reads back until it is there", async (t) => {
  const { desk } = await visitAs(t, lab, long.student, {}, `/?conversation=${long.asked[0]?.id}&question=${long.asked[0]?.questions[99]}`);
  await desk.page.waitForFunction(() => document.activeElement?.closest("article")?.querySelector(".question")?.textContent === "Question 100.");
  const shown = await questions(desk);
  assert.deepEqual(shown, Array.from({ length: shown.length }, (_, index) => 501 - shown.length + index));
  assert.ok(shown.length < 500);
});

test("earlier questions that cannot be read: said, and tried again", async (t) => {
  const { desk } = await visitAs(t, lab, long.student);
  await desk.newest.filter({ hasText: "Another conversation" }).waitFor();
  desk.watch.expect(/503 .*before=/, /status of 503/);
  await desk.page.route("**/api/conversations/*before=*", (route) => route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "" } } }));
  await desk.page.goto(`${desk.url}/?conversation=${long.asked[0]?.id}`);
  await desk.newest.filter({ hasText: "Question 500." }).waitFor();
  await desk.page.evaluate(() => scrollTo(0, 0));
  await desk.page.getByRole("alert").filter({ hasText: "The earlier questions could not be read." }).waitFor();
  await desk.page.unroute("**/api/conversations/*before=*");
  await desk.page.locator(".earlier").getByRole("button", { name: "Try again" }).click();
  await desk.page.locator("article").filter({ hasText: "Question 441." }).waitFor({ state: "attached" });
});

test("a question that is asked after reading far back comes at the end, and what was loaded stays", async (t) => {
  const short = await studentWho(lab, [Array.from({ length: 40 }, (_, index) => `Item ${index + 1}.`)]);
  const { desk } = await visitAs(t, lab, short.student);
  await desk.newest.filter({ hasText: "Item 40." }).waitFor();
  await desk.page.evaluate(() => scrollTo(0, 0));
  await desk.page.locator("article").filter({ hasText: "Item 1." }).waitFor({ state: "attached" });
  await desk.ask("Item 41.");
  await desk.newest.filter({ hasText: "Item 41." }).waitFor();
  await desk.newestIs("ended");
  // Another tab asks: this one reads the newest page again.
  const tab = await short.student.open();
  await tab.ask("Item 42.", { conversation: short.asked[0]?.id });
  await desk.newest.filter({ hasText: "Item 42." }).waitFor();
  await desk.newestIs("ended");
  assert.deepEqual(await questions(desk), Array.from({ length: 42 }, (_, index) => index + 1));
});
