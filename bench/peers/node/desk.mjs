// Accounts, sessions, coins and answers, in one SQLite file. Every change is one durable transaction.
import Database from "better-sqlite3";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const kTiers = ["gold", "silver", "copper"];
const kStartingCoins = 1_000_000;

/** @param {string} token */
const digestOf = (token) => createHash("sha256").update(token).digest();

/**
 * @typedef {object} Question
 * @property {string} id a UUID, asked once
 * @property {string} tier
 * @property {string} content
 */

/** Owns the database. Its calls block: SQLite's are too short to be worth another thread, but for the fsync of a commit. */
export class Desk {
  #database;
  #statements;

  /** @param {string} folder */
  constructor(folder) {
    const database = new Database(join(folder, "peer.sqlite"));
    // WAL and FULL: a commit is one append to the log and one fsync, and survives a power cut.
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    database.exec(readFileSync(new URL("../schema.sql", import.meta.url), "utf8"));
    this.#database = database;
    this.#statements = prepare(database);
    this.register = database.transaction(this.#register);
    this.reserve = database.transaction(this.#reserve);
    this.settle = database.transaction(this.#settle);
    this.refund = database.transaction(this.#refund);
    database.transaction(this.#sweep)();
  }

  /** A new account with its coins, and a session of it. @returns the session's token, undefined if the name is taken */
  #register = (/** @type {string} */ name, /** @type {string} */ password) => {
    const { changes, lastInsertRowid: account } = this.#statements.addAccount.run(name, password);
    if (changes === 0) return undefined;
    for (const tier of kTiers) {
      this.#statements.addBalance.run(account, tier, kStartingCoins);
      this.#statements.addEntry.run(account, tier, "grant", kStartingCoins, null);
    }
    return this.openSession(account);
  };

  /** @param {string} name @returns {{id: number, password: string} | undefined} */
  account(name) {
    return this.#statements.account.get(name);
  }

  /** @param {number | bigint} account @returns {string} the token of a new session */
  openSession(account) {
    const token = randomBytes(32).toString("base64url");
    this.#statements.addSession.run(digestOf(token), account);
    return token;
  }

  /** @param {string} token @returns {number | undefined} the account whose session it is */
  accountOf(token) {
    return this.#statements.session.get(digestOf(token));
  }

  /** @param {number} account @returns {Record<string, number>} */
  balances(account) {
    return Object.fromEntries(this.#statements.balances.raw().all(account));
  }

  /** Takes the coin of a question. @returns {"reserved" | "already_asked" | "low_coins"} */
  #reserve = (/** @type {number} */ account, /** @type {Question} */ { id, tier, content }) => {
    const { addAnswer, takeCoin, addEntry } = this.#statements;
    if (this.#statements.answer.get(id)) return "already_asked";
    if (takeCoin.run(account, tier).changes === 0) return "low_coins";
    addAnswer.run(id, account, tier, content);
    addEntry.run(account, tier, "reserve", -1, id);
    return "reserved";
  };

  /** The answer is whole and its coin spent. */
  #settle = (/** @type {string} */ id, /** @type {string} */ text, /** @type {string} */ reason, /** @type {number | null} */ tokens) => {
    const { account, tier } = this.#statements.closeAnswer.get(text, "settled", reason, tokens, id);
    this.#statements.addEntry.run(account, tier, "settle", 0, id);
    return account;
  };

  /** The answer failed: the text so far is kept and the coin given back. */
  #refund = (/** @type {string} */ id, /** @type {string} */ text, /** @type {string} */ reason) => {
    const { account, tier } = this.#statements.closeAnswer.get(text, "refunded", reason, null, id);
    this.#statements.giveCoin.run(account, tier);
    this.#statements.addEntry.run(account, tier, "refund", 1, id);
    return account;
  };

  /** Gives back the coins of answers that an earlier run of the server left open. */
  #sweep = () => {
    for (const id of this.#statements.openAnswers.all()) this.#refund(/** @type {string} */ (id), "", "interrupted");
  };

  close() {
    this.#database.close();
  }
}

/** @param {Database.Database} database */
function prepare(database) {
  return {
    addAccount: database.prepare("INSERT INTO accounts (name, password) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    account: database.prepare("SELECT id, password FROM accounts WHERE name = ?"),
    addSession: database.prepare("INSERT INTO sessions (digest, account) VALUES (?, ?)"),
    session: database.prepare("SELECT account FROM sessions WHERE digest = ?").pluck(),
    addBalance: database.prepare("INSERT INTO balances (account, tier, coins) VALUES (?, ?, ?)"),
    balances: database.prepare("SELECT tier, coins FROM balances WHERE account = ?"),
    takeCoin: database.prepare("UPDATE balances SET coins = coins - 1 WHERE account = ? AND tier = ? AND coins > 0"),
    giveCoin: database.prepare("UPDATE balances SET coins = coins + 1 WHERE account = ? AND tier = ?"),
    addEntry: database.prepare("INSERT INTO entries (account, tier, kind, amount, answer) VALUES (?, ?, ?, ?, ?)"),
    answer: database.prepare("SELECT 1 FROM answers WHERE id = ?").pluck(),
    addAnswer: database.prepare("INSERT INTO answers (id, account, tier, question, state) VALUES (?, ?, ?, ?, 'open')"),
    closeAnswer: database.prepare(
      "UPDATE answers SET text = ?, state = ?, reason = ?, tokens = ? WHERE id = ? AND state = 'open' RETURNING account, tier",
    ),
    openAnswers: database.prepare("SELECT id FROM answers WHERE state = 'open'").pluck(),
  };
}
