// Every change of accounts, sessions, coins and answers, in one SQLite file. Blocks while the disk works: see ledger_thread.mjs.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export const kTiers = ["gold", "silver", "copper"];
const kStartingCoins = 1_000_000;

/** @param {string} token */
export const digestOf = (token) => createHash("sha256").update(token).digest();

/** @param {string} folder */
export const databaseFile = (folder) => join(folder, "peer.sqlite");

/**
 * @typedef {"register" | "openSession" | "reserve" | "settle" | "refund"} Change
 * @typedef {{change: Change, args: any[]}} Call
 * @typedef {{result: any} | {failure: string}} Outcome
 * @typedef {Record<string, number>} Balances
 */

/** Owns the connection that writes. */
export class Ledger {
  #database;
  #statements;

  /** @param {string} folder */
  constructor(folder) {
    this.#database = new DatabaseSync(databaseFile(folder));
    // WAL and FULL: a commit is one append to the log and one fsync, and survives a power cut.
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    this.#database.exec(readFileSync(new URL("../schema.sql", import.meta.url), "utf8"));
    this.#statements = prepare(this.#database);
    this.#transaction(() => this.#sweep());
  }

  /** All changes with one fsync, or each with its own if one of them fails. @param {Call[]} calls @returns {Outcome[]} in their order */
  commit(calls) {
    const make = (/** @type {Call} */ { change, args }) => ({ result: /** @type {any} */ (this)[change](...args) });
    try {
      return this.#transaction(() => calls.map(make));
    } catch {
      return calls.map((call) => {
        try {
          return this.#transaction(() => make(call));
        } catch (error) {
          return { failure: error.message };
        }
      });
    }
  }

  /** @param {string} name @param {string} password @returns {string | undefined} the token of a session, undefined if the name is taken */
  register(name, password) {
    const { changes, lastInsertRowid: account } = this.#statements.addAccount.run(name, password);
    if (changes === 0) return undefined;
    for (const tier of kTiers) {
      this.#statements.addBalance.run(account, tier, kStartingCoins);
      this.#statements.addEntry.run(account, tier, "grant", kStartingCoins, null);
    }
    return this.openSession(account);
  }

  /** @param {number | bigint} account @returns {string} the token of a new session */
  openSession(account) {
    const token = randomBytes(32).toString("base64url");
    this.#statements.addSession.run(digestOf(token), account);
    return token;
  }

  /**
   * Takes the coin of a question.
   * @param {number} account @param {string} id @param {string} tier @param {string} content
   * @returns {Balances | "already_asked" | "low_coins"}
   */
  reserve(account, id, tier, content) {
    const { answer, takeCoin, addAnswer, addEntry } = this.#statements;
    if (answer.get(id)) return "already_asked";
    if (takeCoin.run(account, tier).changes === 0) return "low_coins";
    addAnswer.run(id, account, tier, content);
    addEntry.run(account, tier, "reserve", -1, id);
    return this.#balances(account);
  }

  /**
   * The answer is whole and its coin spent.
   * @param {string} id @param {string} text @param {string} reason @param {number | null} tokens @returns {Balances}
   */
  settle(id, text, reason, tokens) {
    const { account, tier } = this.#close(id, text, "settled", reason, tokens);
    this.#statements.addEntry.run(account, tier, "settle", 0, id);
    return this.#balances(account);
  }

  /** The answer failed: the text so far is kept and the coin given back. @param {string} id @param {string} text @param {string} reason */
  refund(id, text, reason) {
    const { account, tier } = this.#close(id, text, "refunded", reason, null);
    this.#statements.giveCoin.run(account, tier);
    this.#statements.addEntry.run(account, tier, "refund", 1, id);
    return this.#balances(account);
  }

  /** @template T @param {() => T} changes @returns {T} */
  #transaction(changes) {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = changes();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** @param {any[]} values of closeAnswer, the id first @returns {{account: number, tier: string}} */
  #close(id, ...values) {
    const closed = this.#statements.closeAnswer.get(...values, id);
    if (!closed) throw new Error(`the answer ${id} is not open`);
    return /** @type {any} */ (closed);
  }

  /** @param {number} account @returns {Balances} */
  #balances(account) {
    return Object.fromEntries(this.#statements.balances.all(account).map(({ tier, coins }) => [tier, coins]));
  }

  /** Gives back the coins of answers that an earlier run of the server left open. */
  #sweep() {
    for (const { id } of this.#statements.openAnswers.all()) this.refund(String(id), "", "interrupted");
  }
}

/** @param {DatabaseSync} database */
function prepare(database) {
  return {
    addAccount: database.prepare("INSERT INTO accounts (name, password) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    addSession: database.prepare("INSERT INTO sessions (digest, account) VALUES (?, ?)"),
    addBalance: database.prepare("INSERT INTO balances (account, tier, coins) VALUES (?, ?, ?)"),
    balances: database.prepare("SELECT tier, coins FROM balances WHERE account = ?"),
    takeCoin: database.prepare("UPDATE balances SET coins = coins - 1 WHERE account = ? AND tier = ? AND coins > 0"),
    giveCoin: database.prepare("UPDATE balances SET coins = coins + 1 WHERE account = ? AND tier = ?"),
    addEntry: database.prepare("INSERT INTO entries (account, tier, kind, amount, answer) VALUES (?, ?, ?, ?, ?)"),
    answer: database.prepare("SELECT 1 FROM answers WHERE id = ?"),
    addAnswer: database.prepare("INSERT INTO answers (id, account, tier, question, state) VALUES (?, ?, ?, ?, 'open')"),
    closeAnswer: database.prepare(
      "UPDATE answers SET text = ?, state = ?, reason = ?, tokens = ? WHERE id = ? AND state = 'open' RETURNING account, tier",
    ),
    openAnswers: database.prepare("SELECT id FROM answers WHERE state = 'open'"),
  };
}
