// Damage that somebody did to the file by hand: `ailab ledger verify` finds it, names it, and exits with 1.
import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const kUnprotect = "DROP TRIGGER coin_entries_no_update; DROP TRIGGER coin_entries_no_delete;";

/**
 * What is done to a ledger whose entries are 1 to 3 the starting coins (gold, silver, copper), 4 and 5 a question that was
 * charged, 6 and 7 one that was refunded, 8 one that runs; and how the drift is named.
 * @type {[string, string, RegExp][]}
 */
const kDamages = [
  ["a changed amount", `${kUnprotect} UPDATE coin_entries SET amount = 900 WHERE id = 1`, /account 1, gold: entry 1 \(grant\) says that the balance is 100 after it; the entries add up to 900/],
  ["a changed balance_after", `${kUnprotect} UPDATE coin_entries SET balance_after = 900 WHERE id = 4`, /account 1, gold: entry 4 \(reserve\) says that the balance is 900/],
  ["a changed balance", "UPDATE coin_balances SET balance = 900 WHERE tier = 'gold'", /account 1, gold: the balance is 900; the entries add up to 98/],
  ["a deleted balance", "DELETE FROM coin_balances WHERE tier = 'silver'", /account 1, silver: there are entries, but no balance/],
  ["the first entry deleted", `${kUnprotect} DELETE FROM coin_entries WHERE id = 1`, /account 1, gold: entry 4 \(reserve\) brings the balance to -1/],
  ["an entry in the middle deleted", `${kUnprotect} DELETE FROM coin_entries WHERE id = 5`, /account 1, gold: entry 6 \(reserve\) has the digest/],
  ["the last entry deleted", `${kUnprotect} DELETE FROM coin_entries WHERE id = 3`, /account 1, copper: the balance is \d+; the entries add up to 0/],
  [
    "an entry put in",
    "INSERT INTO coin_entries (account_id, tier, kind, rule, amount, who, reason, balance_after, created_at, digest) SELECT 1, 'gold', 'grant', 'gift', 1, 'x', 'x', 99, created_at, digest FROM coin_entries WHERE id = 8; UPDATE coin_balances SET balance = 99 WHERE tier = 'gold'",
    /account 1, gold: entry 9 \(grant\) has the digest/,
  ],
  [
    "a closing entry doubled",
    "DROP INDEX coin_entries_reservation; INSERT INTO coin_entries (account_id, tier, kind, rule, amount, question_id, reservation, who, reason, balance_after, created_at, digest) SELECT account_id, tier, kind, rule, amount, question_id, reservation, who, reason, 98, 99999999999999, digest FROM coin_entries WHERE id = 5",
    /account 1, gold: entry 9 \(settle\) has the digest/,
  ],
  ["a reservation in another state", "UPDATE coin_reservations SET state = 'refunded' WHERE number = 1", /account 1, gold: entry 5 \(settle\) is for question \S+, whose reservation is refunded instead of settled/],
  ["a deleted reservation", "DELETE FROM coin_reservations WHERE number = 2", /account 1, gold: entry 6 \(reserve\) is for question \S+, which has no reservation/],
  ["a reservation without entries", "INSERT INTO coin_reservations (question_id, account_id, tier, state, created_at) VALUES ('made up', 1, 'silver', 'open', 1)", /account 1, silver: question made up is open, but has no entries/],
  ["an entry of another account", `${kUnprotect} UPDATE coin_entries SET account_id = 2 WHERE id = 4`, /account 2, gold: entry 4 \(reserve\) brings the balance to -1/],
  ["an entry of another tier", `${kUnprotect} UPDATE coin_entries SET tier = 'copper' WHERE id = 8`, /account 1, copper: entry 8 \(reserve\) says/],
  ["a changed kind", `${kUnprotect} UPDATE coin_entries SET kind = 'adjust', rule = 'correction' WHERE id = 2`, /account 1, silver: entry 2 \(adjust\) has the digest/],
  ["another person", `${kUnprotect} UPDATE coin_entries SET who = 'admin:somebody' WHERE id = 2`, /account 1, silver: entry 2 \(grant\) has the digest/],
  ["another reason", `${kUnprotect} UPDATE coin_entries SET reason = 'a gift' WHERE id = 2`, /account 1, silver: entry 2 \(grant\) has the digest/],
  ["time that runs backwards", `${kUnprotect} UPDATE coin_entries SET created_at = 1 WHERE id = 6`, /account 1, gold: entry 6 \(reserve\) is of 1 .*before the entry before it/],
  ["an answer that says charged while the ledger says refunded", "UPDATE answers SET charged = 1, refunded = 0 WHERE refunded = 1", /account 1, gold: the answer to question \S+ is failed, charged; in the ledger it is refunded/],
  ["a missing trigger", "DROP TRIGGER coin_entries_no_delete", /does not protect its entries: coin_entries_no_delete of the table coin_entries is missing/],
  ["a missing index", "DROP INDEX coin_entries_reservation", /does not protect its entries: coin_entries_reservation of the table coin_entries is missing/],
];

test("`ailab ledger verify` finds damage of every kind", async (t) => {
  const lab = await startLab();
  t.after(() => lab.close());
  const tab = await (await lab.student()).open();
  await tab.ask("One that is charged");
  await tab.ask("[[upstream: cut-mid-stream]] One that is refunded");
  await tab.begin("[[upstream: slow-headers]] One that runs");
  await lab.server.kill();

  /** @param {string} file */
  const verify = (file) => lab.installation.run("ledger", "verify", "--config", lab.installation.settingsPath, "--database", `sqlite:${file}`);

  // With all that the killed server had committed, which may not be in the file itself yet.
  /** @param {string} file */
  const copyTo = (file) => {
    const database = new DatabaseSync(lab.installation.databaseFile);
    try {
      database.prepare("VACUUM INTO ?").run(file);
    } finally {
      database.close();
    }
  };

  await t.test("a sound ledger: it says what it checked, and exits with 0", async () => {
    const { code, stdout, stderr } = await verify(lab.installation.databaseFile);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /checked 8 entries, 3 balances, 3 reservations \(1 open\) and 3 answers/);
    assert.match(stdout, /the ledger adds up/);
  });

  for (const [index, [name, sql, drift]] of kDamages.entries()) {
    await t.test(name, async () => {
      const file = join(lab.installation.directory, `damaged-${index}.sqlite`);
      copyTo(file);
      const database = new DatabaseSync(file);
      try {
        database.exec(sql);
      } finally {
        database.close();
      }
      const { code, stdout, stderr } = await verify(file);
      assert.equal(code, 1, stdout + stderr);
      assert.match(stdout, /checked \d+ entries/);
      assert.match(stderr, drift);
    });
  }
});
