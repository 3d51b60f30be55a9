// Chromium as a student's browser: one page, logged in.
import { chromium } from "playwright-core";

const kArguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--enable-precise-memory-info"];

/** Whoever launches it closes it. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: kArguments });
}

/**
 * A page with a session, not yet loaded. Whoever opens it closes its context.
 * @param {import("playwright-core").Browser} browser
 * @param {import("../../tests/harness/lab.mjs").Student} student
 */
export async function pageOf(browser, student) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const [name = "", value = ""] = student.http.cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: student.http.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  page.on("pageerror", (error) => {
    throw error;
  });
  return page;
}

/** Where questions are written. @param {import("playwright-core").Page} page */
export function fieldOf(page) {
  return page.getByRole("textbox", { name: "Your question" });
}

/** @param {number[]} values */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
