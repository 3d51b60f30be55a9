// What a student does on the page and sees there, in the words of the page.
import { screenshots } from "./browser.mjs";

let students = 0;

/** One page of one visitor. */
export class Desk {
  username = `browser-${process.pid}-${(students += 1)}`;
  password = "correct horse battery";

  /**
   * @param {import("playwright-core").Page} page
   * @param {import("./watch.mjs").Watch} watch
   * @param {string} url
   */
  constructor(page, watch, url) {
    this.page = page;
    this.watch = watch;
    this.url = url;
  }

  /** Loads the page, or loads it again. */
  async load() {
    await this.page.goto(this.url);
    await this.page.locator("form").waitFor();
  }

  // The way in and out.

  /** @param {string} [action] the button that sends the form */
  async signIn(action = "Log in") {
    await this.page.getByLabel("User name").fill(this.username);
    await this.page.getByLabel("Password", { exact: true }).fill(this.password);
    await this.page.locator("form").getByRole("button", { name: action, exact: true }).click();
  }

  /** Makes an account and waits until questions can be asked. */
  async register() {
    await this.page.getByRole("button", { name: "Create an account" }).click();
    await this.signIn("Create account");
    await this.field.waitFor();
  }

  async logOut() {
    await this.page.getByRole("button", { name: "Log out" }).click();
    await this.page.getByRole("heading", { name: "Log in" }).waitFor();
  }

  // Asking.

  get field() {
    return this.page.getByRole("textbox", { name: "Your question" });
  }

  /** @param {"gold" | "silver" | "copper"} coin */
  async choose(coin) {
    await this.page.getByRole("radio", { name: new RegExp(coin, "i") }).check();
  }

  /** @param {string} question @param {"gold" | "silver" | "copper"} [coin] the one that is chosen already unless told */
  async ask(question, coin) {
    if (coin) await this.choose(coin);
    await this.field.fill(question);
    await this.field.press("Enter");
  }

  /** What is said about a question that came back. */
  get refusal() {
    return this.page.locator(".refusal");
  }

  async draft() {
    return this.field.inputValue();
  }

  // Reading.

  /** The newest question with its answer. */
  get newest() {
    return this.page.locator("article").last();
  }

  get newestAnswer() {
    return this.newest.locator(".answer-text");
  }

  /** What is said about how the newest answer ended. */
  get ending() {
    return this.newest.locator(".ending");
  }

  /** @param {"sending" | "running" | "ended"} phase */
  async newestIs(phase) {
    await this.page.locator(`article:last-of-type[data-phase=${phase}]`).waitFor();
  }

  /** Whether the title of a question is in view, with nothing over it. @param {import("playwright-core").Locator} article */
  async showsTitle(article) {
    return article.getByRole("heading").first().evaluate((title) => {
      const { top, bottom, left } = title.getBoundingClientRect();
      return [top + 1, bottom - 1].every((y) => title.contains(document.elementFromPoint(left + 1, y)));
    });
  }

  /** Waits until the newest answer shows a text. @param {string | RegExp} text */
  async shows(text) {
    await this.newestAnswer.filter({ hasText: text }).waitFor();
  }

  /** @param {"gold" | "silver" | "copper"} tier */
  async balance(tier) {
    return Number(await this.page.locator(`.top .balances-button [data-tier=${tier}]`).getAttribute("data-count"));
  }

  /** The dialog with what became of every coin. */
  get receipts() {
    return this.page.getByRole("dialog", { name: "Your coins" });
  }

  async openReceipts() {
    await this.page.getByRole("button", { name: /Show the receipts/ }).click();
    await this.receipts.waitFor();
  }

  /** What a screen reader was told last. */
  async announced() {
    return this.page.locator("[role=status][aria-live=polite]").last().textContent();
  }

  /** A picture of what can be seen, for people to look at. @param {string} name */
  async picture(name) {
    await this.page.screenshot({ path: `${screenshots}${name}.png`, animations: "disabled" });
  }
}
