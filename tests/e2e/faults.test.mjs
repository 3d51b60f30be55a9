// Everything a model's server can do wrong, over HTTP/1.1 and HTTP/2: which event the student gets, and where the coin is then.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { createCertificates } from "../upstream/certificates.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";
import { kEveryByteDeltas } from "../upstream/scenarios/framing.mjs";

const certificates = await createCertificates();
after(() => certificates.remove());

/**
 * @typedef {object} Outcome
 * @property {"stop" | "length"} [done] reason of the done event: the answer is paid for
 * @property {"upstream_error"} [error] code of the error event: the coin is back
 * @property {string} text what the student has read at most; exactly that if the answer is done
 */

const whole = defaultAnswer("Why?");
/** @param {number} count */
const first = (count) => defaultDeltas("Why?").slice(0, count).join("");
/** @param {string} text @returns {Outcome} */
const paid = (text) => ({ done: "stop", text });
/** @param {string} text @returns {Outcome} */
const refunded = (text) => ({ error: "upstream_error", text });

/** @type {[directive: string, outcome: Outcome][]} */
const kTable = [
  ["default", paid(whole)],
  ["crlf", paid(whole)],
  ["cr", paid(whole)],
  ["comments", paid(whole)],
  ["multi-line-data", paid(whole)],
  ["every-byte", paid(kEveryByteDeltas.join(""))],
  ["split-surrogate", paid("A smile 😀 in two halves")],
  ["huge-delta bytes=300000", paid("x".repeat(300_000))],
  ["no-done", paid(whole)],
  ["length after=5", { done: "length", text: first(5) }],
  ["status-400", refunded("")],
  ["status-401", refunded("")],
  ["status-429 retry_after=1", refunded("")],
  ["status-429-quota", refunded("")],
  ["status-500", refunded("")],
  ["status-502-html", refunded("")],
  ["status-503", refunded("")],
  ["html-200", refunded("")],
  ["empty", refunded("")],
  ["content-filter after=0", refunded("")],
  ["content-filter after=5", refunded(first(5))],
  ["error-in-stream after=0", refunded("")],
  ["error-in-stream after=3", refunded(first(3))],
  ["malformed-json after=0", refunded("")],
  ["malformed-json after=3", refunded(first(3))],
  ["no-finish", refunded(whole)],
  ["no-finish after=0", refunded("")],
  ["cut-before-headers", refunded("")],
  ["cut-mid-stream after=0", refunded("")],
  ["cut-mid-stream after=3", refunded(first(3))],
  ["cut-mid-stream after=3 how=close", refunded(first(3))],
  ["cut-mid-stream after=3 how=reset", refunded(first(3))],
  ["cut-mid-character after=3", refunded(first(3))],
];

for (const [protocol, version] of /** @type {const} */ ([["HTTP/1.1", "1.1"], ["HTTP/2 over TLS", "2.0"]])) {
  describe(protocol, async () => {
    const secure = version === "2.0";
    const lab = secure
      ? await startLab({ retries: 1, caFile: certificates.caFile }, { tls: certificates.server, http2: true })
      : await startLab({ retries: 1 });
    after(() => lab.close());

    for (const [directive, outcome] of kTable) {
      test(`${directive}: ${outcome.done ? `done (${outcome.done}), paid` : `${outcome.error}, refunded`}`, async () => {
        const student = await lab.student();
        const tab = await student.open();
        const before = await student.balances();
        const { text, event, end } = await tab.ask(`[[upstream: ${directive}]] Why?`);

        if (outcome.done) {
          assert.equal(event, "done", JSON.stringify(end));
          assert.equal(end.reason, outcome.done);
          assert.equal(end.charged, true);
          assert.equal(end.length, text.length);
          assert.equal(text, outcome.text);
        } else {
          assert.equal(event, "error", JSON.stringify(end));
          assert.equal(end.code, outcome.error);
          assert.equal(end.refunded, true);
          assert.ok(outcome.text.startsWith(text), `unexpected text: ${text}`);
        }
        assert.deepEqual(end.balances, outcome.done ? { ...before, gold: before.gold - 1 } : before);
        assert.deepEqual(await student.balances(), end.balances);
      });
    }

    for (const directive of [
      "huge-delta",
      "lone-surrogate",
      "wrong-shape after=3",
      "done-without-finish",
      "status-429-then-ok key=k retry_after=0",
    ]) {
      test(`${directive}: either paid and complete, or refunded`, async () => {
        const student = await lab.student();
        const tab = await student.open();
        const before = await student.gold();
        const { event, end, text } = await tab.ask(`[[upstream: ${directive}]] Why?`);
        if (event === "done") assert.deepEqual([end.charged, end.length], [true, text.length]);
        else assert.deepEqual([end.refunded, end.code], [true, "upstream_error"]);
        assert.equal(await student.gold(), event === "done" ? before - 1 : before);
      });
    }

    test("what the model's server says of itself stays here", async () => {
      const tab = await (await lab.student()).open();
      const { end } = await tab.ask("[[upstream: status-401]]");
      assert.doesNotMatch(JSON.stringify(end), /sk-|api key|openai/i);
    });

    test(`all was asked over HTTP/${version}`, () => {
      assert.deepEqual([...new Set(lab.upstream.requests.map((request) => request.httpVersion))], [version]);
    });

    test("after all that, the next question is answered", async () => {
      const tab = await (await lab.student()).open();
      assert.equal((await tab.ask("Still well?")).text, defaultAnswer("Still well?"));
    });
  });
}
