// What a student does with conversations that are kept: finding, opening, renaming, deleting.
import { visit } from "./browser.mjs";
import { Desk } from "./desk.mjs";
import { Watch } from "./watch.mjs";

export const kDesk = { width: 1280, height: 800 };
export const kPhone = { width: 360, height: 740 };

/** The list of one page, beside the sheet or in the drawer. */
export class Shelf {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.nav = desk.page.getByRole("navigation", { name: "Conversations" });
    this.drawer = desk.page.getByRole("dialog", { name: "Conversations" });
    this.searchField = this.nav.getByRole("searchbox", { name: "Search your conversations" });
  }

  /** On a phone the list is in a drawer. */
  async open() {
    await this.desk.page.getByRole("button", { name: "Conversations", exact: true }).click();
    await this.nav.waitFor();
  }

  /** @param {string | RegExp} title */
  link(title) {
    return this.nav.getByRole("link", { name: title });
  }

  /** @param {string} title */
  menuButton(title) {
    return this.nav.getByRole("button", { name: `Options for “${title}”` });
  }

  /** Chooses from a row's menu. @param {string} title @param {string} item */
  async choose(title, item) {
    await this.link(title).first().hover();
    await this.menuButton(title).click();
    await this.desk.page.getByRole("menuitem", { name: item }).click();
  }

  /** The titles that are shown, in order. */
  async titles() {
    return this.nav.locator(".conversation-title").allTextContents();
  }

  /** What is said about a deleted conversation. */
  get note() {
    return this.nav.locator(".note");
  }
}

/**
 * A student who has asked these questions, each in a conversation of its own, the first one first; what is an array is one conversation.
 * @param {import("../harness/lab.mjs").Lab} lab
 * @param {(string | string[])[]} conversations
 */
export async function studentWho(lab, conversations) {
  const student = await lab.student();
  const tab = await student.open();
  const asked = [];
  for (const questions of conversations) {
    /** @type {{id: string | undefined, questions: string[]}} */
    const conversation = { id: undefined, questions: [] };
    for (const question of [questions].flat()) {
      const { ack } = await tab.ask(question, conversation.id === undefined ? {} : { conversation: conversation.id });
      conversation.id = ack.conversation_id;
      conversation.questions.push(ack.answer_id);
    }
    asked.push({ id: conversation.id ?? "", questions: conversation.questions });
  }
  tab.close();
  return { student, tab, asked };
}

/**
 * Opens the page as that student, at an address such as "/?conversation=…".
 * @param {import("node:test").TestContext} t
 * @param {import("../harness/lab.mjs").Lab} lab
 * @param {import("../harness/lab.mjs").Student} student
 * @param {import("playwright-core").BrowserContextOptions} [options]
 * @param {string} [address]
 */
export async function visitAs(t, lab, student, options, address = "") {
  const desk = await visit(t, lab.server.url + address, options);
  desk.url = lab.server.url;
  desk.username = student.username;
  desk.password = student.password;
  await desk.signIn();
  await desk.field.waitFor();
  return { desk, shelf: new Shelf(desk) };
}

/** Another tab of the same browser. @param {Desk} desk @param {string} [address] */
export async function secondTab(desk, address = desk.url) {
  const page = await desk.page.context().newPage();
  page.setDefaultTimeout(15_000);
  const other = new Desk(page, new Watch(page), desk.url);
  await page.goto(address);
  await other.field.waitFor();
  return { desk: other, shelf: new Shelf(other) };
}
