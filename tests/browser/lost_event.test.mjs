// Something is lost on a line that stays up, as behind a proxy that drops it: the page finds out by itself.
// The page's clock is the test's: what the page does after a while is done at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { interpose } from "./interposed.mjs";
import { studentAtOwnLab } from "./own_lab.mjs";

/** Longer than the page waits for a sign of life, in milliseconds; shorter than the line's heartbeat. */
const kSilence = 21_000;

/**
 * A student whose page gets everything but what `lost` names, until that is set back to nothing.
 * @param {import("node:test").TestContext} t
 * @param {string} lost the start of an event's name
 */
async function studentWhoMisses(t, lost) {
  const { lab, desk } = await studentAtOwnLab(t);
  const line = { lost, missed: 0 };
  const { upgraded } = await interpose(desk.page, {
    toPage(message) {
      // Acknowledgements have no name.
      const gone = line.lost !== "" && (message.startsWith(`42["${line.lost}`) || (line.lost === "ack" && /^43\d/.test(message)));
      if (gone) line.missed += 1;
      return !gone;
    },
  });
  await desk.page.clock.install();
  await desk.load();
  await upgraded;
  return { lab, desk, line };
}

for (const [lost, question, ending] of [
  ["done", "Hello", undefined],
  ["error", "[[upstream: status-400]] Hello", "Your gold coin came back."],
]) {
  test(`"${lost}" is lost: the answer ends all the same`, async (t) => {
    const { lab, desk, line } = await studentWhoMisses(t, String(lost));
    await desk.ask(String(question), "gold");
    await assertEventually(() => line.missed > 0);
    assert.equal(await desk.newest.getAttribute("data-phase"), "running");
    line.lost = "";
    await desk.page.clock.runFor(kSilence);
    await desk.newestIs("ended");
    if (ending) await desk.ending.filter({ hasText: ending }).waitFor();
    else await desk.shows("What changes when family is");
    assert.equal(lab.upstream.requests.length, 1);
  });
}

test("pieces of the text are lost: they are asked for again, and none is doubled", async (t) => {
  const { lab, desk, line } = await studentWhoMisses(t, "stream");
  await desk.ask("[[upstream: hold name=lost after=5]] Hello", "gold");
  await assertEventually(() => line.missed > 0);
  line.lost = "";
  await desk.page.clock.runFor(kSilence);
  await desk.shows("You asked");
  lab.upstream.release("lost");
  await desk.newestIs("ended");
  const text = (await desk.newestAnswer.textContent()) ?? "";
  assert.equal(text.split("You asked").length, 2);
  await desk.load();
  await desk.newestIs("ended");
  assert.equal(await desk.newestAnswer.textContent(), text);
});

test("an acknowledgement is lost: the question is asked again with its id, and charged once", async (t) => {
  const { lab, desk, line } = await studentWhoMisses(t, "ack");
  await desk.ask("[[upstream: slow-first-token name=ack]] Hello", "gold");
  await assertEventually(() => line.missed > 0);
  assert.equal(await desk.newest.getAttribute("data-phase"), "sending");
  line.lost = "";
  await desk.page.clock.runFor(kSilence);
  await desk.newestIs("running");
  lab.upstream.release("ack");
  await desk.newestIs("ended");
  await desk.shows("What changes when family is");
  assert.equal(await desk.balance("gold"), 99);
  assert.equal(lab.upstream.requests.length, 1);
});

test("a question that was taken is not given back when asking again is refused for now", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  let asked = 0;
  const { upgraded } = await interpose(desk.page, {
    toServer(message, answer) {
      const ack = /^42(\d+)\["message"/.exec(message)?.[1];
      if (ack === undefined) return true;
      asked += 1;
      // Our own server does not refuse what it has taken; one of an earlier version may.
      if (asked === 2) answer(`43${ack}${JSON.stringify([{ ok: false, code: "rate_limited", message: "Slowly." }])}`);
      return asked !== 2;
    },
    // The acknowledgement of the first time is lost.
    toPage: (message) => asked !== 1 || !/^43\d/.test(message),
  });
  await desk.page.clock.install();
  await desk.load();
  await upgraded;
  await desk.ask("Hello", "gold");
  await desk.newestIs("ended");
  await desk.page.clock.runFor(kSilence);
  await assertEventually(() => asked > 2);
  await desk.page.getByText("Checking whether your question arrived").waitFor({ state: "detached" });
  assert.equal(await desk.refusal.count(), 0);
  assert.equal(await desk.draft(), "");
  await desk.shows("What changes when family is");
  assert.equal(await desk.page.locator("article").count(), 1);
});

test("the wish to stop is lost: it is said again", async (t) => {
  const { desk } = await studentAtOwnLab(t);
  const line = { lost: true, missed: 0 };
  const { upgraded } = await interpose(desk.page, {
    toServer(message) {
      const gone = line.lost && message.includes('["stop"');
      if (gone) line.missed += 1;
      return !gone;
    },
  });
  await desk.page.clock.install();
  await desk.load();
  await upgraded;
  await desk.ask("[[upstream: hold name=never after=5]] Hello", "gold");
  await desk.shows("You asked");
  await desk.newest.getByRole("button", { name: "Stop" }).click();
  await assertEventually(() => line.missed > 0);
  line.lost = false;
  await desk.page.clock.runFor(kSilence);
  await desk.ending.filter({ hasText: "You stopped this answer." }).waitFor();
});

/** Waits for what happens outside of the page. @param {() => boolean} holds */
async function assertEventually(holds) {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
