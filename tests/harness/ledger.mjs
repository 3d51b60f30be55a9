// Reads the ledger as it stands in the database, beside the server: what tests compare the server's words with.
import { DatabaseSync } from "node:sqlite";
import { rowsOf } from "./postgresql.mjs";

/** @typedef {{kind: string, tier: string, amount: number}} Entry */

/** The entries of one question, oldest first. @param {import("./lab.mjs").Lab} lab @param {string} question its id @returns {Entry[]} */
export function entriesOf(lab, question) {
  const { database, databaseFile } = lab.installation;
  const sql = `SELECT kind, tier, amount FROM coin_entries WHERE question_id = '${question}' ORDER BY id`;
  const rows = database.startsWith("sqlite:") ? rowsOfFile(databaseFile, sql) : rowsOf(sql, database);
  return rows.map(([kind, tier, amount]) => ({ kind: String(kind), tier: String(tier), amount: Number(amount) }));
}

/** @param {string} file @param {string} sql @returns {unknown[][]} */
function rowsOfFile(file, sql) {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare(sql).all().map((row) => Object.values(row));
  } finally {
    database.close();
  }
}
