// What can be done with an answered question: each is a new question, its price is named before, and it is asked once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { interpose } from "./interposed.mjs";
import { studentAtOwnLab } from "./own_lab.mjs";

/** A student with one answered question. @param {import("node:test").TestContext} t @param {"gold" | "silver" | "copper"} coin */
async function answered(t, coin, settings = {}, question = "Why does my loop never end?") {
  const { lab, desk } = await studentAtOwnLab(t, settings);
  await desk.ask(question, coin);
  await desk.newestIs("ended");
  return { lab, desk };
}

/** @param {import("./desk.mjs").Desk} desk @param {number} count */
const articles = (desk, count) => desk.page.locator("article").nth(count - 1).waitFor();

/** The question is in the box, and the caret where the page has put it: nobody types faster than that. @param {import("./desk.mjs").Desk} desk */
async function settled(desk) {
  await desk.page.waitForFunction(() => document.querySelector("textarea")?.value !== "" && document.activeElement?.id === "question");
  await desk.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

test("ask again: the same question with the same coin, and a double press asks once", async (t) => {
  const { lab, desk } = await answered(t, "silver");
  await desk.choose("copper");
  await desk.field.fill("a draft");
  await desk.page.getByRole("button", { name: "Ask again · 1 silver coin, question 1", exact: true }).dblclick();
  await articles(desk, 2);
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".question").textContent(), "Why does my loop never end?");
  assert.match((await desk.newest.locator("h2").textContent()) ?? "", /^Question 2, Silver/);
  assert.equal(await desk.balance("silver"), 8);
  assert.equal(lab.upstream.requests.length, 2);
  assert.equal(await desk.page.locator("article").count(), 2);
  assert.equal(await desk.draft(), "a draft");
  assert.equal(await desk.page.locator("input[name=coin]:checked").inputValue(), "copper");
  // Both stand in the same conversation, also after a reload.
  await desk.load();
  await articles(desk, 2);
  await desk.page.getByRole("button", { name: "Ask again · 1 silver coin, question 2", exact: true }).waitFor();
});

test("ask again by keyboard: an Enter that is pressed twice asks once, and the reader is at the new question", async (t) => {
  const { desk } = await answered(t, "copper");
  await desk.field.fill("a draft that must not be sent");
  await desk.page.getByRole("button", { name: /^Ask again/ }).focus();
  await desk.page.keyboard.press("Enter");
  await articles(desk, 2);
  await desk.page.waitForFunction(() => document.activeElement?.textContent?.startsWith("Question 2, Copper"));
  await desk.page.keyboard.press("Enter");
  await desk.newestIs("ended");
  assert.equal(await desk.page.locator("article").count(), 2);
  assert.equal(await desk.draft(), "a draft that must not be sent");
});

test("go deeper: the same question one tier up, with the price named; gold is the end", async (t) => {
  const { desk } = await answered(t, "copper");
  await desk.page.getByRole("button", { name: "Go deeper · 1 silver coin, question 1" }).click();
  await articles(desk, 2);
  await desk.newestIs("ended");
  await desk.page.getByRole("button", { name: "Go deeper · 1 gold coin, question 2" }).click();
  await articles(desk, 3);
  await desk.newestIs("ended");
  assert.deepEqual([await desk.balance("copper"), await desk.balance("silver"), await desk.balance("gold")], [19, 9, 99]);
  assert.equal(await desk.newest.getByText("Go deeper").count(), 0);
  assert.equal(await desk.page.locator("input[name=coin]:checked").inputValue(), "copper", "gold was for that question only");
  await desk.picture("turn-actions");
});

test("without a coin there neither is offered, and the reason is said", async (t) => {
  const { desk } = await answered(t, "gold", { goldCoins: 1 });
  await desk.newest.getByText("Ask again: no gold coins left").waitFor();
  assert.equal(await desk.newest.getByRole("button", { name: /^Ask again/ }).count(), 0);
  await desk.ask("Another one", "silver");
  await desk.newestIs("ended");
  await desk.newest.getByText("Go deeper: no gold coins left").waitFor();
  assert.equal(await desk.newest.getByRole("button", { name: /Go deeper/ }).count(), 0);
});

test("edit and ask again: the question is in the composer with its coin; cancelling brings the draft and the coin back", async (t) => {
  const { desk } = await answered(t, "silver");
  await desk.choose("copper");
  await desk.field.fill("a draft");
  await desk.page.getByRole("button", { name: "Edit and ask again, question 1", exact: true }).click();
  await desk.page.getByText("Editing question 1. It is asked as a new question").waitFor();
  assert.equal(await desk.draft(), "Why does my loop never end?");
  await desk.page.waitForFunction(() => document.activeElement?.id === "question");
  const chosen = () => desk.page.locator("input[name=coin]:checked").inputValue();
  assert.equal(await chosen(), "silver");
  await desk.picture("editing");

  await desk.page.getByRole("button", { name: "Cancel the edit" }).click();
  assert.equal(await desk.draft(), "a draft");
  assert.equal(await chosen(), "copper");
  assert.equal(await desk.page.getByText("Editing question 1.").count(), 0);

  await desk.page.getByRole("button", { name: /^Edit and ask again/ }).click();
  await desk.field.press("ControlOrMeta+End");
  await desk.field.pressSequentially(" It is a while loop.");
  await desk.load();
  await desk.page.getByText("Editing question 1.").waitFor();
  await desk.choose("silver");
  await desk.field.press("Enter");
  await articles(desk, 2);
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".question").textContent(), "Why does my loop never end? It is a while loop.");
  assert.equal(await desk.page.locator("article").first().locator(".question").textContent(), "Why does my loop never end?");
  assert.equal(await desk.draft(), "a draft", "what the edit took the place of");
  assert.equal(await desk.balance("silver"), 8);
});

test("the end of the conversation stays in view when the composer grows", async (t) => {
  const { desk } = await answered(t, "copper");
  await desk.ask("And another one?");
  await desk.page.locator("article").nth(1).waitFor();
  await desk.newestIs("ended");
  await desk.newest.getByRole("button", { name: /^Edit and ask again/ }).click();
  await settled(desk);
  await desk.field.fill("a\n".repeat(6));
  await desk.page.waitForFunction(() => {
    const end = document.querySelector("article:last-of-type .turn-actions")?.getBoundingClientRect().bottom;
    const composer = document.querySelector(".composer")?.getBoundingClientRect().top;
    return end !== undefined && composer !== undefined && end <= composer;
  });
});

test("editing a question that was paid with gold names gold on the button", async (t) => {
  const { desk } = await answered(t, "gold");
  await desk.choose("copper");
  await desk.page.getByRole("button", { name: "Edit and ask again with gold, question 1" }).click();
  await desk.page.getByRole("button", { name: "Ask for 1 gold coin" }).waitFor();
  await desk.load();
  await desk.page.getByText("Editing question 1.").waitFor();
  assert.equal(await desk.page.locator("input[name=coin]:checked").inputValue(), "copper", "a reload chooses no gold");
});

test("copy: the answer as Markdown", async (t) => {
  const { desk } = await answered(t, "copper");
  await desk.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await desk.page.getByRole("button", { name: "Copy, question 1", exact: true }).click();
  await desk.page.getByRole("button", { name: "Copied, question 1", exact: true }).waitFor();
  assert.match((await desk.page.evaluate(() => navigator.clipboard.readText())), /^You asked: Why does my loop never end\?\n\n1\. \*\*Plan\*\*[^]*```js\n/);
  assert.equal(await desk.announced(), "Copied");
});

test("copy without a clipboard, as over plain http, and without any way to copy", async (t) => {
  const { desk } = await answered(t, "copper");
  await desk.page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = (/** @type {string} */ command) => {
      Object.assign(globalThis, { copied: `${command}: ${getSelection()}${/** @type {HTMLTextAreaElement} */ (document.activeElement).value ?? ""}` });
      return !("refuses" in globalThis);
    };
  });
  const copy = desk.newest.locator(".turn-actions").getByRole("button").first();
  await copy.click();
  await desk.page.getByRole("button", { name: "Copied, question 1", exact: true }).waitFor();
  assert.match(await desk.page.evaluate(() => /** @type {any} */ (globalThis).copied), /^copy: [^]*\*\*Plan\*\*/);
  await desk.page.evaluate(() => Object.assign(globalThis, { refuses: true }));
  await copy.click();
  await desk.page.getByRole("button", { name: "Press Ctrl+C, question 1", exact: true }).waitFor();
  assert.match(await desk.page.evaluate(() => String(getSelection())), /You asked/);
});

test("an answer that is being written has none of them; a refunded one can be asked again", async (t) => {
  const { lab, desk } = await studentAtOwnLab(t);
  await desk.ask("[[upstream: hold name=on]] Hello", "silver");
  await desk.shows("You asked");
  assert.equal(await desk.page.locator(".turn-actions").count(), 0);
  lab.upstream.release("on");
  await desk.newestIs("ended");
  await desk.ask("[[upstream: status-400]] Hello", "silver");
  await desk.ending.filter({ hasText: "came back" }).waitFor();
  assert.equal(await desk.newest.getByRole("button", { name: /^Copy/ }).count(), 0);
  await desk.newest.getByRole("button", { name: /^Ask again · 1 silver coin/ }).click();
  await articles(desk, 3);
});

test("refused: the question stays above and the draft is left alone", async (t) => {
  const { desk } = await answered(t, "copper", { messagesPerMinute: 1 });
  await desk.field.fill("a draft");
  await desk.page.getByRole("button", { name: /^Ask again/ }).click();
  await desk.refusal.filter({ hasText: "No coin was spent, and your question is still above." }).waitFor();
  assert.equal(await desk.draft(), "a draft");
  assert.equal(await desk.page.locator("article").count(), 1);
  assert.equal(await desk.balance("copper"), 19);
  await desk.page.waitForFunction(() => document.activeElement?.className === "refusal");
});

test("an edit that is refused is an edit again, and keeps what it took the place of", async (t) => {
  const { desk } = await answered(t, "copper", { messagesPerMinute: 1 });
  await desk.field.fill("a draft");
  await desk.page.getByRole("button", { name: /^Edit and ask again/ }).click();
  await settled(desk);
  await desk.field.fill("An edited question");
  await desk.field.press("Enter");
  await desk.refusal.waitFor();
  assert.equal(await desk.draft(), "An edited question");
  await desk.page.getByRole("button", { name: "Cancel the edit" }).click();
  assert.equal(await desk.draft(), "a draft");
});

test("asked again over a line that drops it: the same id goes out again, and one coin is spent", async (t) => {
  const { lab, desk } = await answered(t, "copper");
  /** @type {string[]} */
  const ids = [];
  const { upgraded } = await interpose(desk.page, {
    toServer(message) {
      const asked = /^42\d+\["message",(.*)\]$/.exec(message)?.[1];
      if (asked !== undefined) ids.push(JSON.parse(asked).id);
      return asked === undefined || ids.length > 1;
    },
  });
  await desk.page.clock.install();
  await desk.load();
  await upgraded;
  await desk.page.getByRole("button", { name: /^Ask again/ }).click();
  await desk.newestIs("sending");
  await desk.page.clock.runFor(5000);
  await desk.newestIs("ended");
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
  assert.equal(await desk.balance("copper"), 18);
  assert.equal(lab.upstream.requests.length, 2);
});
