// A model's answer is not to be trusted: whatever it says, and wherever the stream stops in it, no script runs, nothing is asked
// of another server, and nothing stands in the answer but text and the page's own formatting.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { visit } from "./browser.mjs";
import { hostileAnswers } from "./hostile_answers.mjs";
import { strangeParts } from "./inert.mjs";

/** @type {import("../harness/lab.mjs").Lab} */
let lab;
before(async () => (lab = await startLab({ goldCoins: 1000 })));
after(() => lab?.close());

/** How many of the answers one page reads. */
const kShare = 30;

/** Somewhere in the middle, if the text does not say where. @param {string} text */
function cut(text) {
  if (text.includes("⏸")) return text;
  const middle = [...text].slice(0, Math.ceil([...text].length * 0.6)).join("");
  return `${middle}⏸${text.slice(middle.length)}`;
}

test("there are enough of them", () => {
  assert.ok(new Set(hostileAnswers).size >= 100, `${new Set(hostileAnswers).size} different ones`);
});

for (let first = 0; first < hostileAnswers.length; first += kShare) {
  const share = hostileAnswers.slice(first, first + kShare);
  test(`answers ${first + 1} to ${first + share.length} are inert, whole and cut`, async (t) => {
    const desk = await visit(t, lab.server.url);
    /** @type {string[]} */
    const foreign = [];
    desk.page.context().on("request", (request) => new URL(request.url()).origin === new URL(lab.server.url).origin || foreign.push(request.url()));
    desk.page.on("dialog", (dialog) => void dialog.dismiss());
    const line = listenTo(desk.page);
    await desk.register();
    await line.upgraded();
    for (const [index, text] of share.entries()) {
      const name = `hostile-${first + index}`;
      const check = async (/** @type {string} */ state) => {
        assert.deepEqual(await strangeParts(desk), [], `${state}: ${text}`);
        assert.equal(await desk.page.evaluate(() => Object.hasOwn(globalThis, "hit")), false, `a script ran, ${state}: ${text}`);
      };
      const [begun = ""] = cut(text).split("⏸");
      await desk.ask(`[[upstream: say name=${name}]] ${`Number ${index}.\n\n${cut(text)}`}`, "gold");
      await line.reaches(`Number ${index}.\n\n${begun}`.length);
      await desk.shows(`Number ${index}.`);
      await check("cut");
      lab.upstream.release(name);
      await desk.newestIs("ended");
      await check("whole");
    }
    // Read again from the server, with highlight.js and KaTeX there from the beginning.
    await desk.load();
    await desk.newest.filter({ hasText: `Number ${share.length - 1}.` }).waitFor();
    await desk.newestIs("ended");
    assert.deepEqual(await strangeParts(desk), []);
    for (const element of await desk.page.locator(".answer-text :is(a, b, p, math, code)").all()) await element.dispatchEvent("pointerenter");
    assert.equal(await desk.page.evaluate(() => Object.hasOwn(globalThis, "hit")), false, "a script ran");
    assert.deepEqual(foreign, [], "something was asked of another server");
    assert.equal(await desk.page.title(), `[[upstream: say name=hostile-${first}]] Number 0. · AI Lab`);
    assert.equal(new URL(desk.page.url()).origin, new URL(lab.server.url).origin, "the page was left");
  });
}

/**
 * What the page has been told over its WebSocket. Made before the page opens one.
 * @param {import("playwright-core").Page} page
 */
function listenTo(page) {
  let upgraded = false;
  let length = 0;
  /** @type {() => void} */
  let look = () => {};
  page.on("websocket", (line) => {
    line.on("framesent", ({ payload }) => {
      if (payload === "5") upgraded = true;
      look();
    });
    line.on("framereceived", ({ payload }) => {
      const event = /^42\["stream",(.*)\]$/s.exec(String(payload))?.[1];
      if (event) {
        const { offset, content } = JSON.parse(event);
        length = offset + content.length;
      }
      look();
    });
  });
  const until = (/** @type {() => boolean} */ holds) => new Promise((resolve) => {
    look = () => holds() && resolve(undefined);
    look();
  });
  return {
    upgraded: () => until(() => upgraded),
    /** Waits until the newest answer has that length, and the page has drawn it. @param {number} wanted */
    async reaches(wanted) {
      await until(() => length === wanted);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))));
    },
  };
}
