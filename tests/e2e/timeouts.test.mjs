// A model that keeps everybody waiting: upstream_timeout, the coin is back, and the request is given up.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { createCertificates } from "../upstream/certificates.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const certificates = await createCertificates();
after(() => certificates.remove());

describe("each tier has its own patience", async () => {
  const lab = await startLab({ goldFirstByteTimeout: 0.3, silverSilenceTimeout: 0.3, copperAnswerTimeout: 0.5 });
  after(() => lab.close());
  const kTalksOn = "paced count=100000 interval_ms=10";
  /** @type {{coin: "gold" | "silver" | "copper", limit: string, directive: string, others: [coin: string, directive: string][]}[]} */
  const kTable = [
    { coin: "gold", limit: "first_byte_timeout_s", directive: "slow-headers", others: [["silver", "slow-headers"]] },
    { coin: "silver", limit: "silence_timeout_s", directive: "hold after=3", others: [["gold", "hold after=3"]] },
    { coin: "copper", limit: "answer_timeout_s", directive: kTalksOn, others: [["gold", "stepped"], ["silver", "slow-headers"]] },
  ];
  for (const { coin, limit, directive, others } of kTable) {
    test(`tiers.${coin}.${limit}: upstream_timeout, refunded, and other tiers wait on`, async () => {
      const student = await lab.student();
      const tab = await student.open();
      const before = await student.balances();
      const held = [];
      for (const [other, how] of others) held.push(await tab.begin(`[[upstream: ${how} name=${coin}]] Well?`, { coin: other }));
      const { event, end, text } = await tab.ask(`[[upstream: ${directive}]] ${coin}?`, { coin });
      assert.deepEqual([event, end.code, end.refunded], ["error", "upstream_timeout", true]);
      assert.match(end.message, text === "" ? /took too long/ : /did not finish its answer in time/);
      assert.equal(end.balances[coin], before[coin]);
      const request = await lab.upstream.waitForRequest((logged) => logged.question === `${coin}?`);
      assert.equal(await request.ended, "aborted", "the model's request was given up");
      lab.upstream.release(coin);
      for (const { answer_id: id } of held) assert.equal((await tab.answer(id)).text, defaultAnswer("Well?"));
    });
  }
});

for (const protocol of ["HTTP/1.1", "HTTP/2 over TLS"]) {
  describe(protocol, async () => {
    const impatient = { firstByteTimeout: 0.3, silenceTimeout: 0.3 };
    const lab = protocol === "HTTP/1.1"
      ? await startLab(impatient)
      : await startLab({ ...impatient, caFile: certificates.caFile }, { tls: certificates.server, http2: true });
    after(() => lab.close());

    for (const [directive, text] of [
      ["slow-headers", ""],
      ["slow-first-token", ""],
      ["slow-first-token role=no", ""],
      ["silence after=3", defaultDeltas("Well?").slice(0, 3).join("")],
    ]) {
      test(`${directive}: upstream_timeout`, async () => {
        const student = await lab.student();
        const tab = await student.open();
        const before = await student.balances();
        const answer = await tab.ask(`[[upstream: ${directive}]] Well?`);
        assert.equal(answer.event, "error");
        assert.equal(answer.end.code, "upstream_timeout");
        assert.equal(answer.end.refunded, true);
        assert.equal(answer.text, text);
        assert.deepEqual(answer.end.balances, before);
        assert.deepEqual(await student.balances(), before);
        assert.equal(await lab.upstream.requests.at(-1)?.ended, "aborted", "the model's request was given up");
      });
    }
  });
}
