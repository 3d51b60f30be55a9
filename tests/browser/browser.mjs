// One Chromium for the tests of a file, and pages that are checked when their test ends.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { Desk } from "./desk.mjs";
import { Watch } from "./watch.mjs";

const kArguments = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where screenshots go; git does not keep them. */
export const screenshots = fileURLToPath(new URL("../screenshots/", import.meta.url));

/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: kArguments });
});
after(() => browser?.close());

/**
 * Opens the page of a server as a new visitor. After the test the page is closed, and the test fails if the page had problems.
 * @param {import("node:test").TestContext} t
 * @param {string} url
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function visit(t, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const watch = new Watch(page);
  const desk = new Desk(page, watch, url);
  t.after(async () => {
    if (!t.passed) await tellOf(t, desk);
    await context.close();
    watch.check();
  });
  await desk.load();
  return desk;
}

/** Why a test failed is mostly to be seen on the page that it left behind. @param {import("node:test").TestContext} t @param {Desk} desk */
async function tellOf(t, desk) {
  const shown = await desk.page.evaluate(() => {
    const { innerText } = document.body;
    const { outerHTML } = document.activeElement ?? document.body;
    return `${innerText.slice(0, 1000)}\n\nwith the focus on ${outerHTML.slice(0, 200)}`;
  }).catch((error) => `nothing that can be read: ${error}`);
  t.diagnostic(`The page of ${desk.username} showed: ${shown}\n${desk.watch.complaints.join("\n")}`);
}
