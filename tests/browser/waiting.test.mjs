// While something takes long the page says what it knows, and nobody is kept from writing. The page's clock is the test's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { interpose } from "./interposed.mjs";
import { studentAtOwnLab } from "./own_lab.mjs";

test("an acknowledgement is late: the page says that it checks, and the next question can be written", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  let losing = true;
  const { upgraded } = await interpose(desk.page, { toPage: (message) => !losing || !/^43\d/.test(message) });
  await desk.page.clock.install();
  await desk.load();
  await upgraded;
  await desk.ask("[[upstream: slow-first-token name=late]] Hello", "silver");
  await desk.newestIs("sending");
  await desk.page.clock.runFor(4000);
  await desk.page.getByText("Checking whether your question arrived. You can go on writing.").waitFor();
  await desk.newest.getByText("No word from the server yet. It is asked again.").waitFor();
  await desk.picture("checking");
  await desk.field.pressSequentially("The next one");
  assert.equal(await desk.draft(), "The next one");
  // Not asked yet, not lost either, and over a reload it is still the same question.
  await desk.field.press("Enter");
  assert.equal(await desk.page.locator("article").count(), 1);
  assert.equal(await desk.draft(), "The next one");
  losing = false;
  await desk.page.clock.runFor(8000);
  await desk.newestIs("running");
  assert.equal(await desk.page.getByText("Checking whether").count(), 0);
  await desk.field.press("Enter");
  await desk.page.locator("article").nth(1).waitFor();
  lab.upstream.release("late");
  await desk.page.locator("article[data-phase=ended]").nth(1).waitFor();
  assert.equal(await desk.balance("silver"), 8);
  assert.equal(lab.upstream.requests.length, 2);
});

test("an answer comes though the acknowledgement was lost: the next question can be asked at once", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  await desk.ask("The first question");
  await desk.newestIs("ended");
  const { upgraded } = await interpose(desk.page, { toPage: (message) => !/^43\d/.test(message) || message.includes('[{"ok":true}]') });
  await desk.page.clock.install();
  await desk.load();
  await upgraded;
  await desk.ask("The second question");
  await desk.page.locator("article").nth(1).waitFor();
  await desk.newestIs("ended");
  await desk.ask("The third question");
  await desk.page.locator("article").nth(2).waitFor();
  await desk.newestIs("ended");
  assert.equal(await desk.balance("copper"), 17);
});

test("how long the model has been silent is said in words, and nothing goes round for ever", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  await desk.page.clock.install();
  await desk.load();
  await desk.ask("[[upstream: hold name=slow after=4]] Hello", "silver");
  await desk.shows("You asked");
  await desk.newest.getByText("Writing", { exact: true }).waitFor();
  await desk.page.clock.runFor(11_000);
  await desk.newest.getByText("Still writing; nothing new for 10 seconds.").waitFor();
  assert.equal(await desk.newest.locator(".working").count(), 0);
  lab.upstream.release("slow");
  await desk.newestIs("ended");

  await desk.ask("[[upstream: slow-first-token name=first]] Hello", "silver");
  await desk.newest.getByText("Thinking", { exact: true }).waitFor();
  await desk.page.clock.runFor(6000);
  await desk.newest.getByText("Still thinking, for 5 seconds.").waitFor();
  await desk.picture("still-thinking");
  lab.upstream.release("first");
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".progress").count(), 0);
});
