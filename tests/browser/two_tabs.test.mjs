// Two tabs of one student show the same, whichever of them something was done in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "./desk.mjs";
import { studentAtOwnLab } from "./own_lab.mjs";
import { Watch } from "./watch.mjs";

/** A second tab of the same browser. @param {Desk} desk */
async function secondTab(desk) {
  const page = await desk.page.context().newPage();
  page.setDefaultTimeout(15_000);
  const other = new Desk(page, new Watch(page), desk.url);
  await other.load();
  return other;
}

test("a question asked in one tab is read live in the other", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  await desk.ask("The first question");
  await desk.newestIs("ended");
  const other = await secondTab(desk);
  await other.newest.filter({ hasText: "The first question" }).waitFor();

  await desk.ask("[[upstream: hold name=live after=5]] The second one", "gold");
  await desk.shows("You asked");
  await other.newest.filter({ hasText: "The second one" }).waitFor();
  await other.shows("You asked");
  assert.equal(await other.newest.getAttribute("data-phase"), "running");
  assert.equal(await other.balance("gold"), 99);
  lab.upstream.release("live");
  await other.newestIs("ended");
  await other.shows("What changes when family is");
  await desk.newestIs("ended");
  assert.equal(await other.newestAnswer.innerHTML(), await desk.newestAnswer.innerHTML());
  assert.equal(await other.page.locator("article").count(), 2);
  other.watch.check();
});

test("a new conversation is in the other tab's list at once", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  const other = await secondTab(desk);
  await desk.ask("Something new");
  await desk.newestIs("ended");
  await other.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: "Something new" }).click();
  await other.newest.filter({ hasText: "Something new" }).waitFor();
  await other.newestIs("ended");
});

test("stopped in the second tab: both say so, and the model's request is given up", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  await desk.ask("[[upstream: hold name=never after=5]] Hello", "gold");
  await desk.shows("You asked");
  const other = await secondTab(desk);
  await other.shows("You asked");
  await other.newest.getByRole("button", { name: "Stop" }).click();
  for (const tab of [desk, other]) await tab.ending.filter({ hasText: "You stopped this answer." }).waitFor();
  assert.equal(await lab.upstream.requests[0]?.ended, "aborted");
});

test("a coin that comes back is seen in a tab that does not read the answer", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  await desk.ask("Kept open in the other tab");
  await desk.newestIs("ended");
  const other = await secondTab(desk);
  await desk.page.getByRole("button", { name: "New conversation" }).click();
  await desk.ask("[[upstream: cut-before-headers name=back]] Hello", "gold");
  await desk.newestIs("running");
  await other.page.locator(".balances [data-tier=gold][data-count='99']").first().waitFor();
  lab.upstream.release("back");
  await other.page.locator(".balances [data-tier=gold][data-count='100']").first().waitFor();
});
