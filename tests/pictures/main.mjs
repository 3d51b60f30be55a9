// Takes the pictures of the page that the README shows, into docs/images/: a real server, a real browser, and a model that says
// what a tutor might. npm run pictures -w tests, after a change of how the page looks.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startLab } from "../harness/lab.mjs";
import { startTutor } from "./tutor.mjs";

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const tutor = await startTutor();
const lab = await startLab({ goldCoins: 5 }, { url: tutor.url });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });

/** @param {import("playwright-core").BrowserContextOptions} options */
async function open(options) {
  const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto(lab.server.url);
  return page;
}

/** @param {import("playwright-core").Page} page @param {string} action */
async function signIn(page, action) {
  await page.getByLabel("User name").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await page.locator("form").getByRole("button", { name: action, exact: true }).click();
  await page.getByRole("textbox", { name: "Your question" }).waitFor();
}

/** @param {import("playwright-core").Page} page @param {string} question @param {RegExp} coin @param {string} phase */
async function ask(page, question, coin, phase) {
  const turns = await page.locator("article").count();
  await page.getByRole("radio", { name: coin }).check();
  await page.getByRole("textbox", { name: "Your question" }).fill(question);
  await page.keyboard.press("Enter");
  await page.locator(`article:nth-of-type(${turns + 1})[data-phase=${phase}]`).waitFor();
}

/** @param {import("playwright-core").Page} page @param {string} name */
const take = (page, name) => page.screenshot({ path: `${images}${name}.png`, animations: "disabled" });

try {
  const desk = await open({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  await desk.getByRole("button", { name: "Create an account" }).click();
  await signIn(desk, "Create account");
  await ask(desk, "My loop stops with this and I do not see why:\n\nIndexError: list index out of range", /copper/i, "ended");
  await take(desk, "page");

  const phone = await open({ viewport: { width: 390, height: 780 }, colorScheme: "dark", deviceScaleFactor: 2, hasTouch: true });
  await signIn(phone, "Log in");
  await phone.getByRole("button", { name: "Conversations" }).click();
  await phone.getByRole("button", { name: "New conversation" }).click();
  await ask(phone, "How do I compute an average? Mine crashes for an empty list.", /silver/i, "running");
  await phone.getByText("longest = word").waitFor();
  await take(phone, "phone");
  await phone.getByRole("button", { name: "Stop" }).click();
  await phone.locator("article[data-phase=ended]").waitFor();

  await desk.emulateMedia({ colorScheme: "dark" });
  await desk.getByRole("button", { name: /Show the receipts/ }).click();
  await desk.getByText("That is all").waitFor();
  await desk.getByText("2 entries").first().click();
  await take(desk, "receipts");
} finally {
  await browser.close();
  tutor.close();
  await lab.close();
}
