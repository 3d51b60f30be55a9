// An answer appears while it is written, costs one coin, and is the same after a reload.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { defaultAnswer } from "../upstream/default_answer.mjs";
import { visit } from "./browser.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab()));
after(() => lab?.close());

/** The text that the server keeps of the newest answer of the page's student. @param {import("./desk.mjs").Desk} desk */
async function storedText(desk) {
  return desk.page.evaluate(async () => {
    const { conversations } = await (await fetch("/api/conversations")).json();
    const { turns } = await (await fetch(`/api/conversations/${conversations[0].id}`)).json();
    return turns.at(-1).answer.text;
  });
}

test("the text grows with every piece, done ends it, and one gold coin is spent", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: stepped name=grow]] Why does it crash?", "gold");
  await desk.newestIs("running");
  assert.equal(await desk.balance("gold"), 99);

  /** @type {number[]} */
  const lengths = [];
  for (let step = 0; step < 3; step += 1) {
    const before = lengths.at(-1) ?? 0;
    lab.upstream.release("grow", 1);
    await desk.page.waitForFunction((length) => (document.querySelector(".answer-text")?.textContent.length ?? 0) > length, before);
    lengths.push((await desk.newestAnswer.textContent())?.length ?? 0);
    assert.equal(await desk.newest.getAttribute("data-phase"), "running");
  }
  await desk.picture("streaming");
  lab.upstream.release("grow");
  await desk.newestIs("ended");
  await desk.shows("What changes when family is");
  assert.match((await desk.announced()) ?? "", /^The answer is finished: \d+ words\.$/);
  assert.equal(await desk.ending.count(), 0);
  assert.equal(await desk.newest.getByRole("button", { name: "Stop" }).count(), 0);
  assert.equal(await desk.balance("gold"), 99);
  assert.equal(await storedText(desk), defaultAnswer("Why does it crash?"));
  await desk.picture("answered");
});

test("a reload in the middle of an answer goes on where it was, to the same text", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("[[upstream: hold name=reload after=6]] Where is it?", "silver");
  await desk.shows("You asked");
  await desk.load();
  await desk.newestIs("running");
  await desk.shows("You asked");
  lab.upstream.release("reload");
  await desk.newestIs("ended");
  const grown = await desk.newestAnswer.innerHTML();
  assert.equal(await desk.balance("silver"), 9);
  assert.equal(await storedText(desk), defaultAnswer("Where is it?"));

  await desk.load();
  await desk.newestIs("ended");
  assert.equal(await desk.newestAnswer.innerHTML(), grown);
});

test("code is labelled and can be copied, with the clipboard and without", async (t) => {
  const desk = await visit(t, lab.server.url, { permissions: ["clipboard-read", "clipboard-write"] });
  await desk.register();
  await desk.ask("Show me");
  await desk.newestIs("ended");
  const code = desk.newest.locator("figure.code");
  assert.equal(await code.locator("figcaption span").textContent(), "JavaScript");
  await code.getByRole("button", { name: "Copy" }).click();
  await code.getByRole("button", { name: "Copied" }).waitFor();
  assert.match(await desk.page.evaluate(() => navigator.clipboard.readText()), /^const family = .*\nconsole/);
});

test("a conversation goes on after a reload; another one is begun and the first found again", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  await desk.ask("The first question");
  await desk.newestIs("ended");
  await desk.ask("The second question");
  await desk.newest.filter({ hasText: "The second question" }).waitFor();
  await desk.newestIs("ended");
  await desk.load();
  await desk.newest.filter({ hasText: "The second question" }).waitFor();
  assert.equal(await desk.page.locator("article").count(), 2);

  const list = desk.page.getByRole("navigation", { name: "Conversations" });
  await list.getByRole("button", { name: "New conversation" }).click();
  await desk.page.getByRole("heading", { name: "What are you working on" }).waitFor();
  await desk.ask("Something else");
  await desk.newestIs("ended");
  assert.equal(await list.getByRole("listitem").count(), 2);
  await list.getByRole("listitem").last().getByRole("link").click();
  await desk.newest.filter({ hasText: "The second question" }).waitFor();
  assert.equal(await desk.page.locator("article").count(), 2);
});

test("the page follows the newest text until the reader scrolls up", async (t) => {
  const desk = await visit(t, lab.server.url);
  await desk.register();
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`).join("\n");
  await desk.field.fill(`[[upstream: hold name=follow after=4]] ${lines}`);
  await desk.field.press("Enter");
  await desk.shows("You asked");
  const atEnd = () => {
    const page = document.documentElement;
    return page.scrollHeight - page.scrollTop - page.clientHeight < 2;
  };
  await desk.page.waitForFunction(atEnd);

  await desk.page.mouse.move(700, 300);
  await desk.page.mouse.wheel(0, -900);
  const newest = desk.page.getByRole("button", { name: /newest/ });
  await newest.waitFor();
  const top = await desk.page.evaluate(() => document.documentElement.scrollTop);
  lab.upstream.release("follow");
  await desk.newestIs("ended");
  assert.equal(await desk.page.evaluate(() => document.documentElement.scrollTop), top);
  await desk.picture("scrolled-up");
  await newest.click();
  await desk.page.waitForFunction(atEnd);
  await newest.waitFor({ state: "detached" });
});
