// What operators and pages ask without a session: is it alive, how is it, what does it offer.
import assert from "node:assert/strict";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kApiKey } from "../harness/server_process.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab({ messageLength: 1234 });
after(() => lab.close());

test("/healthz and /readyz are 200", async () => {
  for (const path of ["/healthz", "/readyz"]) assert.equal((await lab.visitor().get(path)).status, 200, path);
});

test("/metrics is Prometheus text, and counts", async () => {
  await (await (await lab.student()).open()).ask("Count me");
  const { status, headers, text } = await lab.visitor().get("/metrics");
  assert.equal(status, 200);
  assert.match(headers.get("content-type") ?? "", /^text\/plain/);
  assert.match(text, /^# TYPE \w+ (counter|gauge|histogram)$/m);
  for (const line of text.split("\n").filter((line) => line && !line.startsWith("#"))) {
    assert.match(line, /^[a-zA-Z_:][\w:]*(\{.*\})? \S+$/);
  }
  assert.doesNotMatch(text, /Count me|student-/, "nobody's name or question");
});

test("/metrics says who was refused, and why sessions ended", async () => {
  const tab = await (await lab.student()).open();
  tab.close();
  await lab.visitor().get("/socket.io/?EIO=3&transport=polling");
  /** @param {string} line */
  const count = async (line) => {
    const { text } = await lab.visitor().get("/metrics");
    return Number(text.split("\n").find((/** @type {string} */ each) => each.startsWith(`${line} `))?.split(" ").at(-1));
  };
  assert.equal(await count('ailab_sessions_refused_total{reason="unsupported protocol version"}'), 1);
  assert.equal(await count('ailab_sessions_closed_total{reason="ping timeout"}'), 0);
  assert.equal(await count('ailab_connections_refused_total{limit="of an address"}'), 0);
  while ((await count('ailab_sessions_closed_total{reason="transport close"}')) < 1);
});

test("/api/config says how to get more coins, if the operator says so", async (t) => {
  assert.equal((await lab.visitor().get("/api/config")).json.more_coins, "");
  const moreCoins = "New coins come every Monday. <b>Grüße</b>";
  const other = await startLab({ moreCoins });
  t.after(() => other.close());
  assert.equal((await other.visitor().get("/api/config")).json.more_coins, moreCoins);
});

test("/api/config says what is offered", async () => {
  const config = (await lab.visitor().get("/api/config")).json;
  assert.equal(config.provider, "openai");
  assert.equal(config.demo, false);
  assert.deepEqual(config.tiers.map((/** @type {any} */ tier) => tier.name), ["gold", "silver", "copper"]);
  for (const tier of config.tiers) assert.ok(tier.mode && tier.summary, JSON.stringify(tier));
  assert.equal(config.limits.message_length, 1234);
  assert.doesNotMatch(JSON.stringify(config), /sk-|127\.0\.0\.1/, "no key and no address of the model");
});

test("/api/config says whether the visitor is logged in", async () => {
  const { http } = await lab.student();
  const visitor = lab.visitor();
  assert.equal((await http.get("/api/config")).json.logged_in, true);
  assert.equal((await visitor.get("/api/config")).json.logged_in, false);
  visitor.cookie = `${http.cookie}0`;
  assert.equal((await visitor.get("/api/config")).json.logged_in, false, "a cookie of no session");
});

test("the limit on a message is the one in the settings", async () => {
  const tab = await (await lab.student()).open();
  assert.equal((await tab.refusal({ content: "x".repeat(1235), selected_coin: "gold" })).code, "invalid_message");
  assert.equal((await tab.ask("x".repeat(1234))).event, "done");
});

test("/api/me without a session is 401", async () => {
  const answer = await lab.visitor().get("/api/me");
  assert.deepEqual([answer.status, answer.code], [401, "not_logged_in"]);
});

test("the model is asked with the key from the environment", async () => {
  assert.ok(lab.upstream.requests.length > 0);
  for (const request of lab.upstream.requests) assert.equal(request.headers.authorization, `Bearer ${kApiKey}`);
});
