// A conversation of many questions: what the page holds in memory, and how long typing and a new answer take in it.
import { fieldOf, median, pageOf } from "./browser.mjs";

const kLetters = 40;

/**
 * @param {import("playwright-core").Browser} browser
 * @param {import("../../tests/harness/lab.mjs").Lab} lab
 * @param {number} count of questions
 */
export async function longConversation(browser, lab, count) {
  const student = await lab.student();
  const tab = await student.open();
  const ask = (/** @type {number} */ number, /** @type {string | undefined} */ conversation) =>
    tab.ask(`[[upstream: lecture length=1500 rate=1000000]] Question ${number}`, conversation === undefined ? {} : { conversation });
  const { ack } = await ask(1, undefined);
  const page = await pageOf(browser, student);
  await page.goto(`${lab.server.url}/`);
  await page.locator("article[data-phase=ended]").waitFor();
  const empty = await heap(page);
  // The page reads along, so that it has them all, however few the server gives at once.
  for (let number = 2; number <= count; number += 1) await ask(number, ack.conversation_id);
  await page.waitForFunction((wanted) => document.querySelectorAll("article[data-phase=ended]").length >= wanted, count);
  const full = await heap(page);
  const letter = await typing(page);
  await page.context().close();
  return { empty, full, letter };
}

/** What scripts and the document hold, in bytes. @param {import("playwright-core").Page} page */
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  return metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
}

/** Milliseconds from a letter until the next frame; the median. @param {import("playwright-core").Page} page */
async function typing(page) {
  await page.evaluate(() => {
    /** @type {number[]} */
    const times = [];
    addEventListener("keydown", (event) => {
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - event.timeStamp)));
    });
    Object.assign(globalThis, { times });
  });
  await fieldOf(page).pressSequentially("x".repeat(kLetters), { delay: 50 });
  await page.waitForFunction((wanted) => /** @type {any} */ (globalThis).times.length >= wanted, kLetters);
  return median(await page.evaluate(() => /** @type {any} */ (globalThis).times));
}
