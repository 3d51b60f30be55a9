// Nothing that somebody has half written is lost, until logging out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { studentAtOwnLab } from "./own_lab.mjs";

/** @param {import("./desk.mjs").Desk} desk @param {string} title */
const openConversation = (desk, title) =>
  desk.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: title }).click();

/** @param {import("./desk.mjs").Desk} desk @param {string} draft */
const holds = (desk, draft) => desk.page.waitForFunction((text) => document.querySelector("textarea")?.value === text, draft);

test("a draft outlives a reload", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  await desk.field.fill("half a question\n    indented");
  await desk.load();
  await holds(desk, "half a question\n    indented");
});

test("each conversation has its own draft, and a reload comes back to the last one", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  await desk.ask("The first conversation");
  await desk.newestIs("ended");
  await desk.field.fill("draft of the first");
  await desk.page.getByRole("button", { name: "New conversation" }).click();
  await holds(desk, "");
  await desk.ask("The second conversation");
  await desk.newestIs("ended");
  await desk.field.fill("draft of the second");
  await desk.page.getByRole("button", { name: "New conversation" }).click();
  await desk.field.fill("draft of a new one");

  await openConversation(desk, "The first conversation");
  await holds(desk, "draft of the first");
  await openConversation(desk, "The second conversation");
  await holds(desk, "draft of the second");
  await desk.page.getByRole("button", { name: "New conversation" }).click();
  await holds(desk, "draft of a new one");

  await openConversation(desk, "The first conversation");
  await holds(desk, "draft of the first");
  await desk.field.fill("draft of the first, longer");
  await desk.load();
  await desk.newest.filter({ hasText: "The first conversation" }).waitFor();
  await holds(desk, "draft of the first, longer");
});

test("what is written while the first question of a conversation is answered stays with it", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  await desk.ask("[[upstream: slow-first-token name=first]] Hello");
  await desk.field.fill("the next question");
  await desk.newestIs("running");
  lab.upstream.release("first");
  await desk.newestIs("ended");
  assert.equal(await desk.draft(), "the next question");
  await desk.load();
  await desk.newestIs("ended");
  await holds(desk, "the next question");
});

test("a lost line takes nothing from the composer, and what is asked then is sent later", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  desk.watch.expectLostLine();
  await desk.field.fill("written before");
  await desk.page.context().setOffline(true);
  await desk.page.getByText("Reconnecting…").first().waitFor();
  assert.equal(await desk.draft(), "written before");
  await desk.field.press("Enter");
  await desk.newestIs("sending");
  await desk.field.fill("written meanwhile");
  await desk.page.context().setOffline(false);
  await desk.newestIs("ended");
  assert.equal(await desk.draft(), "written meanwhile");
});

test("a session that ends keeps drafts, logging out does not", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  await desk.field.fill("half a question");
  await desk.page.context().clearCookies();
  await desk.load();
  await desk.signIn();
  await desk.field.waitFor();
  await holds(desk, "half a question");
  await desk.logOut();
  await desk.signIn();
  await desk.field.waitFor();
  await holds(desk, "");
  assert.equal(await desk.page.evaluate(() => JSON.stringify(sessionStorage).includes("half")), false);
});

test("a way to begin takes the place of a draft, and undo brings it back", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  await desk.field.fill("half a question");
  await desk.page.getByRole("button", { name: "I do not understand an idea" }).click();
  assert.equal(await desk.draft(), "I do not understand how this works: ");
  await desk.page.keyboard.press("ControlOrMeta+z");
  assert.equal(await desk.draft(), "half a question");
});
