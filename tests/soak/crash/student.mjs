// One student of a crash run: asks all the time, in several tabs, in every way that students do.
import { setTimeout as pause } from "node:timers/promises";
import { Tab } from "../../harness/tab.mjs";
import { Desk } from "./desk.mjs";
import { Question } from "./question.mjs";
import { someWish } from "./scenarios.mjs";

const kTiers = /** @type {const} */ (["gold", "silver", "copper"]);
const kModes = /** @type {import("../../harness/tab.mjs").Mode[]} */ (["websocket", "default", "polling"]);
/** Answers that a student waits for at once: one more than may run. */
const kPatience = 5;

/** Lives as long as its run; its desks as long as their server. */
export class Student {
  /** @type {Map<string, Question>} */
  questions = new Map();
  /** @type {Set<Question>} those that are not settled */
  open = new Set();
  /** @type {Desk[]} */
  desks = [];
  #random;

  /**
   * @param {string} name
   * @param {import("../../harness/http_client.mjs").HttpClient} http logged in
   * @param {Record<string, number>} coins that it began with
   * @param {import("./random.mjs").Random} random
   * @param {import("node:events").EventEmitter} news
   * @param {(complaint: string) => void} complain
   */
  constructor(name, http, coins, random, news, complain) {
    this.name = name;
    this.http = http;
    this.coins = coins;
    this.#random = random;
    this.news = news;
    this.complain = (/** @type {string} */ complaint) => complain(`${name}: ${complaint}`);
  }

  /** Opens tabs at a server that runs; none is left of the server before it. @param {number} count */
  async sitDown(count) {
    this.desks = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const tab = await Tab.open(this.http.url, { cookie: this.http.cookie, mode: kModes[index % kModes.length] });
        return new Desk(tab, this.questions, this.news, this.complain);
      }),
    );
  }

  getUp() {
    for (const desk of this.desks.splice(0)) desk.close();
  }

  /** Does one thing after another until told otherwise. @param {AbortSignal} over */
  async study(over) {
    while (!over.aborted) {
      const desks = this.desks.filter((desk) => desk.connected);
      if (desks.length > 0) this.#act(desks);
      await pause(this.#random.between(2, 60));
    }
  }

  /** What it must have now, by what it has been told. */
  get owed() {
    const spent = [...this.questions.values()].filter((question) => question.charged);
    return Object.fromEntries(kTiers.map((tier) => [tier, this.coins[tier] - spent.filter(({ coin }) => coin === tier).length]));
  }

  /** Forgets to wait for what is settled. */
  tidy() {
    for (const question of this.open) if (question.settled) this.open.delete(question);
  }

  /** Some offset up to which a reader may have come, between two characters. @param {Question} question */
  someOffset(question) {
    const offset = this.#random.between(0, question.seen.length);
    const inside = /[\uDC00-\uDFFF]/.test(question.seen.charAt(offset));
    return inside ? offset - 1 : offset;
  }

  /** @param {number} most @returns {Question[]} */
  someSettled(most) {
    const settled = [...this.questions.values()].filter((question) => question.ending);
    return this.#random.shuffled(settled).slice(0, most);
  }

  /** @param {Desk[]} desks */
  #act(desks) {
    const random = this.#random;
    const desk = random.pick(desks);
    this.tidy();
    const known = [...this.open];
    const what = random.below(100);
    if (known.length < kPatience && what < 70) return this.#askSomethingNew(desks);
    if (known.length === 0) return undefined;
    const question = random.pick(known);
    if (what < 80) return void desk.ask(question);
    if (what < 92 && question.accepted) return void desk.resume(question, this.someOffset(question));
    if (question.accepted) desk.stop(question);
    return undefined;
  }

  /** @param {Desk[]} desks */
  #askSomethingNew(desks) {
    const random = this.#random;
    const coin = random.chance(0.9) ? "gold" : random.pick(["silver", "copper"]);
    const question = new Question(random.uuid(), coin, someWish(random), this.complain);
    if (random.chance(0.3)) question.conversation = random.pick(this.someSettled(5).concat(question)).conversation;
    this.questions.set(question.id, question);
    this.open.add(question);
    // Now and then in several tabs at once.
    for (const desk of random.chance(0.15) ? desks : [random.pick(desks)]) void desk.ask(question);
  }
}
