// The address names the conversation: reload, back and forward, links, and those that lead nowhere.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { studentWho, visitAs } from "./keeping.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

test("a reload shows the same conversation, and back and forward go through what was shown", async (t) => {
  const { student, asked } = await studentWho(lab, ["Alpha", "Beta", "Gamma"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  const named = (/** @type {number} */ index) => `/?conversation=${asked[index]?.id}`;
  const address = () => desk.page.url().slice(desk.url.length);
  const shows = (/** @type {string} */ text) => desk.newest.filter({ hasText: text }).waitFor();
  await shows("Gamma");
  assert.equal(address(), named(2), "the newest one has its address, too");
  await shelf.link("Alpha").click();
  await shows("Alpha");
  assert.equal(address(), named(0));
  await desk.page.reload();
  await shows("Alpha");
  await shelf.link("Beta").click();
  await shows("Beta");
  await shelf.nav.getByRole("button", { name: "New conversation" }).click();
  await desk.page.getByRole("heading", { name: "What are you working on" }).waitFor();
  await desk.page.reload();
  await desk.page.getByRole("heading", { name: "What are you working on" }).waitFor();
  await desk.page.goBack();
  await shows("Beta");
  await desk.page.goBack();
  await shows("Alpha");
  await desk.page.goBack();
  await shows("Gamma");
  await desk.page.goForward();
  await shows("Alpha");
  assert.equal(address(), named(0));
});

test("a new conversation gets its address with its first question", async (t) => {
  const { student } = await studentWho(lab, ["Alpha"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  await desk.newest.filter({ hasText: "Alpha" }).waitFor();
  await shelf.nav.getByRole("button", { name: "New conversation" }).click();
  await desk.ask("A first question");
  await desk.newestIs("ended");
  await desk.page.waitForURL(/conversation=[0-9a-f-]{36}$/);
  await shelf.nav.locator("[aria-current=page]").filter({ hasText: "A first question" }).waitFor();
  await desk.page.getByRole("heading", { name: "A first question", level: 1 }).waitFor();
  await desk.page.reload();
  await desk.newest.filter({ hasText: "A first question" }).waitFor();
  await desk.page.goBack();
  await desk.newest.filter({ hasText: "Alpha" }).waitFor();
});

test("somebody else's conversation, and one that never was, are not here", async (t) => {
  const { asked } = await studentWho(lab, ["A secret"]);
  const { student } = await studentWho(lab, ["Alpha"]);
  const { desk, shelf } = await visitAs(t, lab, student);
  desk.watch.expect(/404 GET .*\/api\/conversations\//, /status of 404/);
  for (const id of [asked[0]?.id, "never-was"]) {
    await desk.page.goto(`${desk.url}/?conversation=${id}`);
    await desk.page.getByRole("heading", { name: "This conversation is not here." }).waitFor();
    assert.equal(await desk.page.getByText("A secret").count(), 0);
    await shelf.link("Alpha").waitFor();
  }
  await desk.page.locator("main").getByRole("button", { name: "New conversation" }).click();
  await desk.page.getByRole("heading", { name: "What are you working on" }).waitFor();
  await desk.page.goBack();
  await desk.page.getByRole("heading", { name: "This conversation is not here." }).waitFor();
});

test("who logs in next at the same page is not led to what was read before", async (t) => {
  const { student } = await studentWho(lab, ["A secret"]);
  const { student: next } = await studentWho(lab, ["Alpha"]);
  const { desk } = await visitAs(t, lab, student);
  await desk.newest.filter({ hasText: "A secret" }).waitFor();
  await desk.logOut();
  assert.equal(new URL(desk.page.url()).search, "");
  desk.username = next.username;
  await desk.signIn();
  await desk.newest.filter({ hasText: "Alpha" }).waitFor();
});
