// A model that refuses for now is asked again while no text has been shown; all else is told at once. The coin pays once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import net from "node:net";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";
import { startUpstream } from "../upstream/server.mjs";

const lab = await startLab({ retries: 3 });
after(() => lab.close());

/** @param {string} question */
const requestsFor = (question) => lab.upstream.requests.filter((request) => request.question === question).length;

/** Requests that repeated a refused one. @param {import("../harness/lab.mjs").Lab} of */
async function retriesOf(of) {
  const { text } = await of.visitor().get("/metrics");
  return Number(/^ailab_model_retries_total (\d+)$/m.exec(text)?.[1]);
}

describe("asked again", () => {
  for (const directive of ["status-429-then-ok times=3 retry_after=0", "status-429-then-ok retry_after=1", "status-503-then-ok times=2"]) {
    test(directive, async () => {
      const student = await lab.student();
      const tab = await student.open();
      const before = await student.gold();
      const retries = await retriesOf(lab);
      const question = `Once more? ${randomUUID()}`;
      const { text, end } = await tab.ask(`[[upstream: ${directive} key=${randomUUID()}]] ${question}`);
      assert.equal(text, defaultAnswer(question));
      assert.deepEqual([end.reason, end.charged], ["stop", true]);
      assert.equal(await student.gold(), before - 1, "one question, one coin");
      const times = Number(/times=(\d)/.exec(directive)?.[1] ?? 1);
      assert.equal(requestsFor(question), 1 + times);
      assert.equal(await retriesOf(lab), retries + times);
    });
  }

  test("nobody listens at first", async (t) => {
    const place = net.createServer().listen(0, "127.0.0.1");
    await once(place, "listening");
    const { port } = /** @type {net.AddressInfo} */ (place.address());
    place.close();
    await once(place, "close");
    const unlucky = await startLab({ retries: 20 }, { url: `http://127.0.0.1:${port}/v1` });
    t.after(() => unlucky.close());
    const tab = await (await unlucky.student()).open();
    const { answer_id: id } = await tab.begin("Anybody there?");
    while ((await retriesOf(unlucky)) === 0);
    const late = await startUpstream({ port });
    t.after(() => late.close());
    assert.equal((await tab.answer(id)).text, defaultAnswer("Anybody there?"));
  });
});

describe("not asked again, and refunded", () => {
  /** @type {[what: string, directive: string, message: RegExp, requests?: number][]} */
  const kTable = [
    ["after as many tries as the settings allow", "status-503 retry_after=0", /try again in a moment/, 4],
    ["when it asks for more patience than there is", "status-429 retry_after=300", /ask again in 5 minutes/],
    ["when it asks for far too much", "status-503 retry_after=99999999999", /ask again another day/],
    ["when the provider wants money", "status-429-quota", /tell whoever runs this lab/],
    ["when it failed in another way", "status-500", /try again in a moment/],
    ["once text has been shown", "cut-mid-stream after=3", /broke off/],
    ["once text has been shown, however it failed", "error-in-stream after=3", /broke off/],
  ];
  for (const [what, directive, message, requests = 1] of kTable) {
    test(what, async () => {
      const student = await lab.student();
      const tab = await student.open();
      const before = await student.balances();
      const question = `Why? ${randomUUID()}`;
      const { event, end, text } = await tab.ask(`[[upstream: ${directive}]] ${question}`);
      assert.deepEqual([event, end.code, end.refunded], ["error", "upstream_error", true]);
      assert.match(end.message, message);
      assert.equal(text, directive.includes("after=3") && !directive.includes("retry") ? defaultDeltas(question).slice(0, 3).join("") : "");
      assert.equal(requestsFor(question), requests);
      assert.deepEqual(await student.balances(), before);
    });
  }
});

/** Asks what is refused for half a minute, and resolves when the wait has begun. @param {import("../harness/lab.mjs").Lab} of */
async function waiting(of) {
  const student = await of.student();
  const before = await student.balances();
  const tab = await student.open();
  const question = `Patience ${randomUUID()}`;
  const { answer_id: id } = await tab.begin(`[[upstream: status-429 retry_after=30]] ${question}`);
  const request = await of.upstream.waitForRequest((logged) => logged.question === question);
  assert.equal(await request.ended, "finished");
  return { student, before, tab, id, question };
}

test("stopped while it waits: free, and nothing is asked any more", async () => {
  const { student, before, tab, id, question } = await waiting(lab);
  tab.stop(id);
  const { event, end } = await tab.answer(id);
  assert.equal(event, "done");
  assert.deepEqual([end.reason, end.charged], ["stopped", false]);
  assert.deepEqual(await student.balances(), before);
  assert.equal(requestsFor(question), 1);
});

test("the server shuts down while it waits: interrupted, refunded", async (t) => {
  const closing = await startLab({ shutdownGrace: 0.1 });
  t.after(() => closing.close());
  const { student, before, tab, id } = await waiting(closing);
  closing.server.terminate();
  const { end } = await tab.answer(id);
  assert.deepEqual([end.code, end.refunded], ["interrupted", true]);
  await closing.server.ended();
  await closing.restart();
  assert.deepEqual(await student.balances(), before);
});
