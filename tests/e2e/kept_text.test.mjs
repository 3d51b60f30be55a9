// kill -9 while answers are being read: after the next start no text is missing that a reader has seen.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const kRounds = 6;

/** After a restart each answer is interrupted and refunded, and has what was shown of it. @param {import("../harness/lab.mjs").Student} student @param {{id: string, text: string}[]} shown */
async function expectAllKept(student, shown) {
  const tab = await student.open();
  for (const { id, text } of shown) {
    tab.resume(id, 0);
    const { event, end, text: kept } = await tab.answer(id);
    assert.deepEqual([event, end.code, end.refunded], ["error", "interrupted", true]);
    assert.ok(kept.startsWith(text), `${text.length} units were shown, ${kept.length} are kept`);
  }
}

test("what was shown is there after a kill, however often it happens", async (t) => {
  const lab = await startLab({ runningPerAccount: 10 });
  t.after(() => lab.close());
  const student = await lab.student();
  const before = await student.balances();
  for (let round = 0; round < kRounds; round += 1) {
    const tab = await student.open();
    const asked = await Promise.all(
      Array.from({ length: 3 }, () => tab.begin(`[[upstream: paced count=100000 interval_ms=${1 + round}]] ${randomUUID()}`)),
    );
    // Another moment in each round: right after the n-th piece of text of the last answer.
    const { answer_id: last } = asked[2];
    const pieces = () => tab.inbox.events.filter(({ name, payload }) => name === "stream" && payload.answer_id === last).length;
    await tab.inbox.until(() => pieces() > round * 7, "text");
    await lab.server.kill();
    const shown = asked.map(({ answer_id: id }) => ({ id, text: tab.textOf(id) }));
    assert.ok(shown[2].text.length > 0);

    await lab.restart();
    await expectAllKept(student, shown);
    assert.deepEqual(await student.balances(), before);
  }
});

test("a kill in the middle of saving many answers takes no text either", async (t) => {
  const many = 200;
  const lab = await startLab({ runningPerAccount: many, goldCoins: many });
  t.after(() => lab.close());
  const student = await lab.student();
  const tab = await student.open();
  const asked = await Promise.all(
    Array.from({ length: many }, () => tab.begin(`[[upstream: paced count=100000 interval_ms=100]] ${randomUUID()}`)),
  );
  const ids = asked.map(({ answer_id: id }) => id);
  const begun = () => new Set(tab.inbox.events.map(({ name, payload }) => name === "stream" && payload.answer_id));
  await tab.inbox.until(() => begun().isSupersetOf(new Set(ids)), "text of all");
  // They go into the database in turn.
  const file = new DatabaseSync(lab.installation.databaseFile, { readOnly: true });
  const saved = file.prepare("SELECT count(*) AS answers FROM answers WHERE text_bytes > 0");
  await tab.inbox.until(() => Number(saved.get()?.answers) > 0, "text in the database");
  await lab.server.kill();
  t.diagnostic(`${saved.get()?.answers} of ${many} were in the database, the others in the journal alone`);
  file.close();
  const shown = ids.map((id) => ({ id, text: tab.textOf(id) }));

  await lab.restart();
  await expectAllKept(student, shown);
});

test("a journal that cannot be made stops the start, with a sentence that says why", async (t) => {
  const lab = await startLab();
  t.after(() => lab.close());
  await lab.server.stop();
  const path = `${lab.installation.databaseFile}.texts`;
  assert.ok(existsSync(path));
  await writeFile(path, "something else");
  const refused = await lab.installation.run("run", "--port", "0", ...lab.installation.flags);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /ailab\.sqlite\.texts is not a journal of texts/);
  await writeFile(path, "");
  await lab.restart();
});
