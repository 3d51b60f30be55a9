// A command that looks at the database of a running server leaves the server's own work alone.
import assert from "node:assert/strict";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

test("what is answered after `ledger verify` is still there after a crash", async (t) => {
  const lab = await startLab();
  t.after(() => lab.close());
  const student = await lab.student();
  const tab = await student.open();
  await tab.ask("Before");
  const { code, stderr } = await lab.installation.run("ledger", "verify", ...lab.installation.flags);
  assert.equal(code, 0, stderr);
  const { ack } = await tab.ask("After");
  const paid = await student.balances();
  await lab.server.kill();
  await lab.restart();
  assert.deepEqual(await student.balances(), paid);
  const { turns } = (await student.http.get(`/api/conversations/${ack.conversation_id}`)).json;
  assert.equal(turns[0].content, "After");
});
