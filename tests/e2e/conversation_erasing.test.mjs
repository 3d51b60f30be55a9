// What was deleted is erased when its time is over: no text of it is left, and the ledger is whole.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { dump } from "../harness/postgresql.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab({ keepDeletedDays: 0 });
after(() => lab.close());

/** Waits for what the server says to its operator. @param {RegExp} words */
async function says(words) {
  const { child } = lab.server;
  while (!words.test(lab.server.log)) {
    assert.equal(child.exitCode, null, lab.server.log);
    await new Promise((resolve) => child.stderr.once("data", resolve));
  }
}

/** All that rows of the database hold, as one text. */
async function everything() {
  const { database, directory } = lab.installation;
  if (!database.startsWith("sqlite:")) return dump(database);
  const copy = `${directory}/${randomUUID()}.sqlite`;
  const { code, stderr } = await lab.installation.run("backup", copy, ...lab.installation.flags);
  assert.equal(code, 0, stderr);
  return readFile(copy, "latin1");
}

test("a conversation that was deleted is erased at the next round, and nothing else", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const mark = `mark${randomUUID()}`;
  const kept = (await tab.ask(`Kept ${randomUUID()}`)).ack;
  const restored = (await tab.ask(`Restored ${randomUUID()}`)).ack;
  const id = randomUUID();
  const { ack } = await tab.ask(`${mark} in question and answer`, { id });
  await tab.ask(`[[upstream: cut-mid-stream]] ${mark}`, { conversation: ack.conversation_id });
  const gold = await student.gold();
  for (const { conversation_id: conversation } of [ack, restored]) {
    assert.equal((await student.http.send("DELETE", `/api/conversations/${conversation}`)).status, 204);
  }
  assert.equal((await student.http.send("POST", `/api/conversations/${restored.conversation_id}/restore`)).status, 200);
  assert.ok((await everything()).includes(mark));

  await lab.server.stop();
  await lab.restart();
  await says(/the texts of 1 deleted conversation\(s\) were erased/);

  assert.ok(!(await everything()).includes(mark));
  const gone = await student.http.send("POST", `/api/conversations/${ack.conversation_id}/restore`);
  assert.deepEqual([gone.status, gone.code], [404, "not_found"]);
  for (const { conversation_id: conversation } of [kept, restored]) {
    assert.equal((await student.http.get(`/api/conversations/${conversation}`)).json.turns.length, 1);
  }

  const verified = await lab.installation.run("ledger", "verify", ...lab.installation.flags);
  assert.equal(verified.code, 0, verified.stderr);
  const back = await student.open();
  const refusal = await back.refusal({ type: "message", content: `${mark} in question and answer`, selected_coin: "gold", id });
  assert.equal(refusal.code, "invalid_message");
  assert.equal(await student.gold(), gold);
  const { receipts } = (await student.http.get("/api/receipts")).json;
  const own = receipts.filter((/** @type {any} */ receipt) => receipt.question_id === id);
  assert.deepEqual(own.map((/** @type {any} */ receipt) => [receipt.kind, receipt.question, receipt.conversation_id]), [
    ["settle", null, null],
    ["reserve", null, null],
  ]);
});
