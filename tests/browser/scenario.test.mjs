// One long answer to each of three students, at a model's pace: one loses the network for a minute, one loads the page again, one
// reads in two tabs. All end with the whole text, equal to what the model sent.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { Tab } from "../harness/tab.mjs";
import { lesson, tokensOf } from "../upstream/lesson.mjs";
import { visit } from "./browser.mjs";
import { Desk } from "./desk.mjs";
import { Relay } from "./relay.mjs";
import { Watch } from "./watch.mjs";

const kText = lesson(14_000);
const kTokens = tokensOf(kText);
const kRate = 50; // tokens a second: the answer takes more than a minute
const kLossInSeconds = 60;
const kQuestion = `[[upstream: lecture length=${kText.length} rate=${kRate}]] The long lesson`;
/** For whatever comes at the end of the answer, in milliseconds. */
const kPatience = 120_000;

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => {
  lab = await startLab();
});
after(() => lab.close());

/** The text of so many tokens. @param {number} count */
const textOf = (count) => kTokens.slice(0, count).join("");

/** Registers, asks, and reads the same answer beside the page, on a line of its own. @param {Desk} desk */
async function asked(desk) {
  await desk.register();
  await desk.ask(kQuestion, "gold");
  await desk.newestIs("running");
  const id = await desk.newest.getAttribute("data-answer");
  assert.ok(id);
  const cookies = await desk.page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const witness = await Tab.open(lab.server.url, { cookie });
  witness.resume(id, 0);
  return { id, cookie, witness };
}

/** The answer as it stands on the page once its formulas are drawn. @param {Desk} desk */
async function drawnText(desk) {
  await desk.newestAnswer.locator(".formula:not(.source, :has(math))").first().waitFor({ state: "detached" });
  return desk.newestAnswer.textContent();
}

/**
 * The page has the whole answer, drawn as a page draws it that is opened afterwards, and the server has what the model sent.
 * @param {Desk} desk @param {string} cookie
 */
async function hasTheWhole(desk, cookie) {
  await desk.page.locator("article:last-of-type[data-phase=ended]").waitFor({ timeout: kPatience });
  assert.equal(await desk.ending.count(), 0, "it came to its end, and nothing has to be said about it");
  assert.equal(await desk.balance("gold"), 99);
  const headers = { cookie };
  const { conversations } = await (await fetch(`${lab.server.url}/api/conversations`, { headers })).json();
  const { turns } = await (await fetch(`${lab.server.url}/api/conversations/${conversations[0].id}`, { headers })).json();
  assert.deepEqual(turns.map((/** @type {any} */ turn) => [turn.answer.text === kText, turn.answer.reason, turn.answer.charged]), [[true, "stop", true]]);

  const fresh = new Desk(await desk.page.context().newPage(), desk.watch, desk.url);
  await fresh.load();
  await fresh.newestIs("ended");
  const texts = await Promise.all([desk, fresh].map(drawnText));
  assert.ok(texts[0] === texts[1], "the page shows another text than one that is opened now");
  await fresh.page.close();
}

describe("a long answer", { concurrency: true, timeout: 280_000 }, () => {
  test("a minute without network in the middle of an answer", async (t) => {
    const relay = await Relay.to(lab.server.port);
    t.after(() => relay.close());
    const desk = await visit(t, relay.url);
    desk.watch.expectLostLine();
    const { id, cookie, witness } = await asked(desk);
    t.after(() => witness.close());
    await desk.shows("A long lesson");
    relay.fallSilent();
    const lostAt = witness.textOf(id);
    const begun = tokensOf(lostAt).length;
    // The page finds out by itself that nothing comes any more, and says so.
    await desk.page.locator("p.line:not(.idle)").waitFor({ timeout: kPatience });
    await desk.picture("scenario-network-lost");
    for (let lost = 1; lost <= kLossInSeconds; lost += 1) await witness.textReaches(id, textOf(begun + lost * kRate));
    relay.comeBack();
    await hasTheWhole(desk, cookie);
    await desk.picture("scenario-network-back");
  });

  test("the page is loaded again in the middle", async (t) => {
    const desk = await visit(t, lab.server.url);
    const { id, cookie, witness } = await asked(desk);
    t.after(() => witness.close());
    await witness.textReaches(id, textOf(1000));
    await desk.load();
    await desk.newestIs("running");
    await desk.shows("A long lesson");
    await hasTheWhole(desk, cookie);
  });

  test("two tabs read on, one of which came in the middle", async (t) => {
    const desk = await visit(t, lab.server.url);
    const { id, cookie, witness } = await asked(desk);
    t.after(() => witness.close());
    await witness.textReaches(id, textOf(1000));
    const page = await desk.page.context().newPage();
    const second = new Desk(page, new Watch(page), desk.url);
    t.after(() => second.watch.check());
    await second.load();
    await second.newestIs("running");
    await Promise.all([desk, second].map((tab) => hasTheWhole(tab, cookie)));
  });
});
