// Stop works from any of the student's tabs: the model's request is cancelled, and every tab learns that the answer is over.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { entriesOf } from "../harness/ledger.mjs";
import { test } from "../harness/test.mjs";
import { createCertificates } from "../upstream/certificates.mjs";
import { defaultDeltas } from "../upstream/default_answer.mjs";

const certificates = await createCertificates();
after(() => certificates.remove());

for (const protocol of ["HTTP/1.1", "HTTP/2 over TLS"]) {
  describe(`the model speaks ${protocol}`, async () => {
    const lab = protocol === "HTTP/1.1" ? await startLab() : await startLab({ caFile: certificates.caFile }, { tls: certificates.server, http2: true });
    after(() => lab.close());

    /**
     * A question that one tab asked and all others read along.
     * @param {string} directive
     */
    async function beginForAll(directive) {
      const student = await lab.student();
      const balances = await student.balances();
      const modes = /** @type {const} */ (["websocket", "polling", "default", "websocket"]);
      const tabs = await Promise.all(modes.map((mode) => student.open(mode)));
      const question = `Stop it ${randomUUID()}`;
      const { answer_id: id } = await tabs[0].begin(`[[upstream: ${directive}]] ${question}`);
      for (const tab of tabs.slice(1)) tab.resume(id, 0);
      const request = await lab.upstream.waitForRequest((logged) => logged.question === question);
      return { student, balances, tabs, question, id, request };
    }

    test("after some text, from a tab that did not ask: charged", async () => {
      const { student, balances, tabs, question, id, request } = await beginForAll("silence after=4");
      const some = defaultDeltas(question).slice(0, 4).join("");
      for (const tab of tabs) await tab.textReaches(id, some);
      tabs[2].stop(id);
      const paid = { ...balances, gold: balances.gold - 1 };
      for (const tab of tabs) {
        const { event, end, text } = await tab.answer(id);
        assert.deepEqual([event, text], ["done", some]);
        assert.deepEqual(end, { type: "done", answer_id: id, reason: "stopped", length: some.length, charged: true, balances: paid });
      }
      assert.equal(await request.ended, "aborted", "the model's request is cancelled");
      assert.deepEqual(entriesOf(lab, id).map(({ kind }) => kind), ["reserve", "settle"]);
      assert.deepEqual(await student.balances(), paid);
    });

    test("before the first text, from a tab that was opened afterwards: free", async () => {
      const { student, balances, tabs, id, request } = await beginForAll("slow-headers");
      const stopping = await student.open();
      assert.deepEqual(await stopping.socket.timeout(45_000).emitWithAck("stop", { answer_id: id }), { ok: true });
      for (const tab of tabs) {
        const { event, end } = await tab.answer(id);
        assert.equal(event, "done");
        assert.deepEqual([end.reason, end.charged, end.balances], ["stopped", false, balances]);
      }
      assert.equal(await request.ended, "aborted");
      assert.deepEqual(entriesOf(lab, id).map(({ kind }) => kind), ["reserve", "refund"]);
    });

    test("from all tabs at once: it ends once", async () => {
      const { student, balances, tabs, question, id, request } = await beginForAll("silence after=2");
      await tabs[0].textReaches(id, defaultDeltas(question)[0]);
      for (const tab of tabs) tab.stop(id);
      for (const tab of tabs) {
        assert.equal((await tab.answer(id)).end.reason, "stopped");
      }
      assert.equal(await request.ended, "aborted");
      await tabs[0].ask("Next");
      for (const tab of tabs) {
        assert.equal(tab.inbox.events.filter(({ name, payload }) => name === "done" && payload.answer_id === id).length, 1);
      }
      assert.equal(await student.gold(), balances.gold - 2);
    });
  });
}
