// An answer that is given up while others run beside it: the model's server learns of it at once, though nothing else is said
// on the connection, and the others, which over HTTP/2 share that connection, go on.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { createCertificates } from "../upstream/certificates.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const certificates = await createCertificates();
after(() => certificates.remove());

const kProtocols = [
  { protocol: "HTTP/1.1", version: "1.1", settings: {}, upstream: {}, shares: false },
  {
    protocol: "HTTP/2 over TLS",
    version: "2.0",
    settings: { caFile: certificates.caFile },
    upstream: { tls: certificates.server, http2: true },
    shares: true,
  },
];

for (const { protocol, version, settings, upstream, shares } of kProtocols) {
  /** @param {import("../harness/settings.mjs").Settings} [more] */
  const open = async (more) => {
    const lab = await startLab({ ...settings, runningPerAccount: 10, ...more }, upstream);
    after(() => lab.close());
    const tab = await (await lab.student()).open();
    /** Asks; the model's server works on it then, and a held answer has its first words. @param {string} question @param {string} directive */
    const begin = async (question, directive = `hold name=${question}`) => {
      const { answer_id: id } = await tab.begin(`[[upstream: ${directive}]] ${question}`);
      if (directive.startsWith("hold")) await tab.textReaches(id, defaultDeltas(question).slice(0, 3).join(""));
      const request = await lab.upstream.waitForRequest((logged) => logged.question === question);
      assert.equal(request.httpVersion, version);
      return { id, question, request };
    };
    /** Lets a held answer go on, which has to come whole. @param {Awaited<ReturnType<typeof begin>>} answer */
    const finish = async ({ id, question, request }) => {
      lab.upstream.release(question);
      const { event, text } = await tab.answer(id);
      assert.deepEqual([event, text], ["done", defaultAnswer(question)]);
      assert.equal(await request.ended, "finished");
    };
    return { lab, tab, begin, finish };
  };

  describe(protocol, async () => {
    const { lab, tab, begin, finish } = await open();
    const { tab: impatientTab, begin: beginImpatiently, finish: finishImpatiently } = await open({ firstByteTimeout: 2 });

    test("stopped answers are given up one after the other, those between them come whole", async () => {
      const answers = [];
      for (const name of ["first", "second", "third", "fourth"]) answers.push(await begin(name));
      const wordless = await begin("fifth", "slow-headers");
      if (shares) assert.equal(lab.upstream.connections, 1, "all are on one connection");
      const [first, second, third, fourth] = answers;
      for (const { id, request } of [first, third, wordless]) {
        tab.stop(id);
        assert.equal(await request.ended, "aborted");
        assert.equal((await tab.answer(id)).end.reason, "stopped");
      }
      await finish(second);
      await finish(await begin("sixth"));
      await finish(fourth);
      if (shares) assert.equal(lab.upstream.connections, 1, "no stream that was given up took the connection with it");
    });

    test("the last one of all is given up too, and the next question is answered", async () => {
      const alone = await begin("alone");
      tab.stop(alone.id);
      assert.equal(await alone.request.ended, "aborted");
      await finish(await begin("next"));
    });

    test("all are stopped at once", async () => {
      const answers = [];
      for (const name of ["one", "two", "three"]) answers.push(await begin(name));
      for (const { id } of answers) tab.stop(id);
      for (const { request } of answers) assert.equal(await request.ended, "aborted");
      await finish(await begin("four"));
    });

    test("an answer that takes too long is given up beside one that runs", async () => {
      const patient = await beginImpatiently("patient");
      const late = await beginImpatiently("late", "slow-headers");
      assert.equal(await late.request.ended, "aborted");
      assert.equal((await impatientTab.answer(late.id)).end.code, "upstream_timeout");
      await finishImpatiently(patient);
    });
  });
}
