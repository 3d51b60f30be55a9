// A question that is not taken costs nothing, its text is in the composer again, and the words help.
import assert from "node:assert/strict";
import { test } from "node:test";
import { interpose } from "./interposed.mjs";
import { studentAtOwnLab } from "./own_lab.mjs";

/** @param {import("./desk.mjs").Desk} desk @param {string} question @param {string} words */
async function expectRefused(desk, question, words) {
  const before = await desk.balance("silver");
  const articles = await desk.page.locator("article").count();
  await desk.ask(question, "silver");
  await desk.refusal.filter({ hasText: words }).waitFor();
  assert.match((await desk.refusal.textContent()) ?? "", /No coin was spent, and your text is back/);
  assert.equal(await desk.refusal.count(), 1);
  assert.equal(await desk.draft(), question);
  assert.equal(await desk.balance("silver"), before);
  assert.equal(await desk.page.locator("article").count(), articles);
}

test("low_coins: which coin is missing, and what is left", async (t) => {
  const { desk } = await studentAtOwnLab(t, { goldCoins: 1 });
  await desk.ask("The only golden one", "gold");
  await desk.newestIs("ended");
  assert.equal(await desk.balance("gold"), 0);
  await desk.ask("One more", "gold");
  await desk.refusal.filter({ hasText: "You have no gold coins left." }).waitFor();
  await desk.refusal.filter({ hasText: "You still have 10 silver coins and 20 copper coins" }).waitFor();
  assert.equal(await desk.draft(), "One more");
  await desk.picture("refused-low-coins");
  await desk.choose("copper");
  await desk.field.press("Enter");
  await desk.newest.filter({ hasText: "One more" }).waitFor();
  await desk.newestIs("ended");
  assert.equal(await desk.refusal.count(), 0);
  assert.equal(await desk.draft(), "");
});

test("busy", async (t) => {
  const { desk } = await studentAtOwnLab(t, { runningPerAccount: 1 });
  await desk.ask("[[upstream: hold name=busy]] First", "copper");
  await desk.shows("You asked");
  await expectRefused(desk, "Second", "Too many answers are being written right now.");
  await desk.newest.getByRole("button", { name: "Stop" }).click();
  await desk.ending.waitFor();
});

test("rate_limited", async (t) => {
  const { desk } = await studentAtOwnLab(t, { messagesPerMinute: 1 });
  await desk.ask("First", "copper");
  await desk.newestIs("ended");
  await expectRefused(desk, "Second", "That was a lot of questions in a short time.");
});

test("invalid_message: the page stops what is too long, and the server what the page did not", async (t) => {
  const { desk } = await studentAtOwnLab(t, { messageLength: 100 });
  await desk.field.fill("x".repeat(95));
  await desk.page.getByText("5 characters left").waitFor();
  await desk.field.fill("x".repeat(101));
  await desk.page.getByText("1 character too long").waitFor();
  await desk.field.press("Enter");
  assert.equal(await desk.draft(), "x".repeat(101));
  assert.equal(await desk.page.locator("article").count(), 0);

  await desk.page.route("**/api/config", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), limits: { message_length: 1000 } } });
  });
  await desk.load();
  await expectRefused(desk, "y".repeat(101), "The server could not accept this question.");
});

test("not_logged_in: back to the login with the question kept", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  const { upgraded } = await interpose(desk.page, {
    toServer(message, answer) {
      const ack = /^42(\d+)\["message"/.exec(message)?.[1];
      if (ack === undefined) return true;
      const refusal = { code: "not_logged_in", message: "Log in first." };
      answer(`43${ack}${JSON.stringify([{ ok: false, ...refusal }])}`);
      answer(`42${JSON.stringify(["error", { type: "error", ...refusal }])}`);
      return false;
    },
  });
  await desk.load();
  await upgraded;
  await desk.ask("Is anybody there?");
  await desk.page.getByText("Your session has ended.").waitFor();
  await desk.signIn();
  await desk.field.waitFor();
  assert.equal(await desk.draft(), "Is anybody there?");
  assert.equal(await desk.balance("copper"), 20);
});
