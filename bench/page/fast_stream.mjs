// A long answer that arrives faster than any model writes today: how smoothly the page draws meanwhile.
import { fieldOf, pageOf } from "./browser.mjs";

/**
 * Frames while `length` characters arrive at `rate` tokens a second, and how long the longest was, in milliseconds.
 * @param {import("playwright-core").Browser} browser
 * @param {import("../../tests/harness/lab.mjs").Lab} lab
 * @param {{length: number, rate: number}} options
 */
export async function streamFrames(browser, lab, { length, rate }) {
  const page = await pageOf(browser, await lab.student());
  await page.goto(lab.server.url);
  await fieldOf(page).fill(`[[upstream: lecture length=${length} rate=${rate}]] Tell me everything`);
  await page.evaluate(() => {
    /** @type {number[]} */
    const frames = [];
    const count = (/** @type {number} */ now) => {
      if (document.querySelector(".answer-text")) frames.push(now);
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    Object.assign(globalThis, { frames });
  });
  await fieldOf(page).press("Enter");
  await page.locator("article[data-phase=ended]").waitFor();
  const { times, shown, following } = await page.evaluate(() => {
    const root = document.documentElement;
    return {
      times: /** @type {any} */ (globalThis).frames,
      shown: document.querySelector(".answer-text")?.textContent?.length ?? 0,
      following: root.scrollHeight - root.scrollTop - root.clientHeight < 2,
    };
  });
  await page.context().close();
  const gaps = times.slice(1).map((/** @type {number} */ time, /** @type {number} */ index) => time - times[index]);
  const seconds = (times.at(-1) - times[0]) / 1000;
  const sorted = gaps.toSorted((/** @type {number} */ a, /** @type {number} */ b) => a - b);
  return {
    seconds,
    perSecond: gaps.length / seconds,
    late: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    longest: sorted.at(-1) ?? Number.NaN,
    shown,
    following,
  };
}
