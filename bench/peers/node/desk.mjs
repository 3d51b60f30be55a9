// The database as the rest sees it: changes go to the ledger's thread, the two short reads are done here.
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { databaseFile, digestOf } from "./ledger.mjs";

/** Owns the ledger's thread and the connection that reads. An error of the thread ends the process. */
export class Desk {
  #thread;
  #account;
  #session;
  /** @type {{resolve: (result: any) => void, reject: (error: Error) => void}[]} calls without an outcome yet, oldest first */
  #waiting = [];

  /** @param {string} folder */
  static async open(folder) {
    const thread = new Worker(new URL("./ledger_thread.mjs", import.meta.url), { workerData: { folder } });
    await once(thread, "message"); // the database has its tables
    return new Desk(thread, new DatabaseSync(databaseFile(folder), { readOnly: true }));
  }

  /** @param {Worker} thread @param {DatabaseSync} database */
  constructor(thread, database) {
    this.#thread = thread;
    this.#account = database.prepare("SELECT id, password FROM accounts WHERE name = ?");
    this.#session = database.prepare("SELECT account FROM sessions WHERE digest = ?");
    thread.on("message", (/** @type {import("./ledger.mjs").Outcome[]} */ outcomes) => {
      for (const outcome of outcomes) this.#end(outcome);
    });
  }

  /**
   * Makes a change of the ledger; resolves when it is on the disk.
   * @template {import("./ledger.mjs").Change} C @param {C} change @param {Parameters<import("./ledger.mjs").Ledger[C]>} args
   * @returns {Promise<ReturnType<import("./ledger.mjs").Ledger[C]>>}
   */
  change(change, ...args) {
    this.#thread.postMessage({ change, args });
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** @param {string} name @returns {{id: number, password: string} | undefined} */
  account(name) {
    return /** @type {any} */ (this.#account.get(name));
  }

  /** @param {string} token @returns {number | undefined} the account whose session it is */
  accountOf(token) {
    return /** @type {any} */ (this.#session.get(digestOf(token)))?.account;
  }

  /** @param {import("./ledger.mjs").Outcome} outcome */
  #end(outcome) {
    const { resolve, reject } = /** @type {any} */ (this.#waiting.shift());
    if ("failure" in outcome) reject(new Error(outcome.failure));
    else resolve(outcome.result);
  }
}
