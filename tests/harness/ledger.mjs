// Reads the ledger as it stands in the database, beside the server: what tests compare the server's words with.
import { DatabaseSync } from "node:sqlite";

/** @typedef {{kind: string, tier: string, amount: number}} Entry */

/** The entries of one question, oldest first. @param {import("./lab.mjs").Lab} lab @param {string} question its id @returns {Entry[]} */
export function entriesOf(lab, question) {
  const database = new DatabaseSync(lab.installation.databaseFile, { readOnly: true });
  try {
    const rows = database.prepare("SELECT kind, tier, amount FROM coin_entries WHERE question_id = ? ORDER BY id").all(question);
    return rows.map(({ kind, tier, amount }) => ({ kind: String(kind), tier: String(tier), amount: Number(amount) }));
  } finally {
    database.close();
  }
}
