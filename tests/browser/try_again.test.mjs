// A question that was refused for now: when it can be asked again, and the question when that time has come.
// The page's clock is the test's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { interpose } from "./interposed.mjs";
import { studentAtOwnLab } from "./own_lab.mjs";

/**
 * A student whose first question is refused in these words.
 * @param {import("node:test").TestContext} t
 * @param {{code: string, message: string, retry_after?: number}} refusal
 */
async function refusedOnce(t, refusal) {
  const { lab, desk } = await studentAtOwnLab(t);
  let refused = false;
  const { upgraded } = await interpose(desk.page, {
    toServer(message, answer) {
      const ack = /^42(\d+)\["message"/.exec(message)?.[1];
      if (ack === undefined || refused) return true;
      refused = true;
      answer(`42${JSON.stringify(["error", { type: "error", ...refusal }])}`);
      answer(`43${ack}${JSON.stringify([{ ok: false, ...refusal }])}`);
      return false;
    },
  });
  await desk.page.clock.install();
  await desk.load();
  await upgraded;
  return { lab, desk };
}

/** @param {import("./desk.mjs").Desk} desk */
const countdown = (desk) => desk.page.getByRole("timer");

test("the server's own limit: the page counts down from what it says", async (t) => {
  const { desk } = await studentAtOwnLab(t, { messagesPerMinute: 1 });
  await desk.ask("First");
  await desk.newestIs("ended");
  await desk.ask("Second");
  await desk.refusal.filter({ hasText: "That was a lot of questions in a short time. No coin was spent, and your text is back" }).waitFor();
  const said = (await countdown(desk).textContent()) ?? "";
  assert.match(said, /^You can ask again in \d+ seconds?\.$/);
  const seconds = Number(/\d+/.exec(said)?.[0]);
  assert.ok(seconds >= 1 && seconds <= 60, said);
});

test("it counts down, and offers the question when it is over", async (t) => {
  const { lab, desk } = await refusedOnce(t, { code: "rate_limited", message: "Slowly.", retry_after: 7 });
  await desk.ask("Why?", "silver");
  await countdown(desk).filter({ hasText: "You can ask again in 7 seconds." }).waitFor();
  assert.match((await desk.page.getByRole("alert").filter({ hasText: "a lot of questions" }).textContent()) ?? "", /in 7 seconds\./, "heard once");
  await desk.picture("refused-countdown");
  await desk.page.clock.runFor(5000);
  await countdown(desk).filter({ hasText: "You can ask again in 2 seconds." }).waitFor();
  // Writing on does not lose sight of how long there is to wait.
  await desk.field.press("End");
  await desk.field.pressSequentially(" Really?");
  await countdown(desk).waitFor();
  await desk.page.clock.runFor(3000);
  await desk.page.getByText("You can ask again now.").first().waitFor();
  assert.equal(await countdown(desk).count(), 0);
  assert.equal(await desk.announced(), "You can ask again now.");
  await desk.picture("refused-offer");
  await desk.page.getByRole("button", { name: "Ask · 1 silver coin" }).dblclick();
  await desk.newestIs("ended");
  assert.equal(await desk.newest.locator(".question").textContent(), "Why? Really?");
  assert.equal(await desk.draft(), "");
  assert.equal(await desk.refusal.count(), 0);
  assert.equal(await desk.balance("silver"), 9);
  assert.equal(lab.upstream.requests.length, 1);
});

test("minutes are said with the time", async (t) => {
  const { desk } = await refusedOnce(t, { code: "busy", message: "Later.", retry_after: 600 });
  await desk.ask("Why?");
  await countdown(desk).filter({ hasText: /You can ask again in 10 minutes, at \d\d:\d\d\./ }).waitFor();
});

test("a code that the page does not know is told in the server's own words", async (t) => {
  const { desk } = await refusedOnce(t, { code: "closed_for_the_night", message: "The lab is closed until eight." });
  await desk.ask("Why?");
  await desk.refusal.filter({ hasText: "Your question was not taken. The lab is closed until eight. No coin was spent" }).waitFor();
  assert.equal(await countdown(desk).count(), 0);
  assert.equal(await desk.draft(), "Why?");
});

test("asked again from its answer: the offer asks that question, and the draft stays", async (t) => {
  const { desk } = await studentAtOwnLab(t, { messagesPerMinute: 1 });
  await desk.ask("First", "silver");
  await desk.newestIs("ended");
  await desk.page.clock.install();
  await desk.field.fill("a draft");
  await desk.choose("copper");
  await desk.page.getByRole("button", { name: /^Ask again/ }).click();
  await countdown(desk).waitFor();
  await desk.page.clock.runFor(61_000);
  await desk.page.getByRole("button", { name: "Ask · 1 silver coin" }).waitFor();
  assert.equal(await desk.draft(), "a draft");
});
