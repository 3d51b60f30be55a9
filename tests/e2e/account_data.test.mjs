// Everything about an account: its owner takes it along, or has it erased.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());

/** @param {import("../harness/lab.mjs").Student} student @param {string} [password] */
const remove = (student, password = student.password) => student.http.send("DELETE", "/api/account", { json: { password } });

/** @param {import("../harness/http_client.mjs").HttpClient} http @returns {Promise<any>} */
const exported = async (http) => (await http.get("/api/account/export")).json;

async function assertLedgerAddsUp() {
  const { code, stdout, stderr } = await lab.installation.run("ledger", "verify", ...lab.installation.flags);
  assert.equal(code, 0, stdout + stderr);
}

/** Names that `ailab user list` shows. @returns {Promise<string[]>} */
async function users() {
  const { stdout } = await lab.installation.run("user", "list", "--json", ...lab.installation.flags);
  return JSON.parse(stdout).users.map((/** @type {any} */ user) => user.username);
}

test("the download has all of it, and no secret", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { ack, text } = await tab.ask("What is a \u201cpromise\u201d?");
  await tab.ask("And then?", { coin: "copper", conversation: ack.conversation_id });
  await tab.ask("[[upstream: status-400]] Another one");
  const answer = await student.http.get("/api/account/export");
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-disposition"), `attachment; filename="ailab-${student.username}.json"`);
  assert.match(answer.headers.get("content-type") ?? "", /^application\/json/);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const data = answer.json;
  assert.deepEqual(Object.keys(data), ["exported_at", "profile", "balances", "sessions", "conversations", "receipts"]);
  assert.deepEqual([data.profile.username, data.profile.role], [student.username, "student"]);
  assert.deepEqual(data.balances, await student.balances());
  assert.deepEqual(data.sessions.map((/** @type {any} */ session) => session.current), [true]);
  assert.equal(data.conversations.length, 2);
  const [first, second] = data.conversations;
  assert.equal(first.id, ack.conversation_id);
  assert.deepEqual(first.turns.map((/** @type {any} */ turn) => [turn.content, turn.selected_coin, turn.answer.state, turn.answer.charged]), [
    ["What is a \u201cpromise\u201d?", "gold", "done", true],
    ["And then?", "copper", "done", true],
  ]);
  assert.equal(first.turns[0].answer.text, text);
  assert.deepEqual([second.turns[0].answer.state, second.turns[0].answer.refunded], ["failed", true]);
  for (const at of [data.exported_at, data.profile.created_at, first.turns[0].asked_at, first.turns[0].answer.ended_at]) {
    assert.ok(Math.abs(at - Date.now() / 1000) < 600, "seconds since 1970");
  }
  assert.deepEqual(data.receipts, (await student.http.get("/api/receipts?limit=200")).json.receipts);
  assert.ok(!answer.text.includes(student.http.cookie.replace("ailab_session=", "")));
  assert.doesNotMatch(answer.text, /argon2|[0-9a-f]{64}/);
});

test("a download of many conversations and turns has each once, in order", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { ack } = await tab.ask("Question 0");
  for (let i = 1; i < 45; i += 1) await tab.ask(`Question ${i}`, { conversation: ack.conversation_id });
  for (let i = 0; i < 55; i += 1) await tab.ask(`Other ${i}`, { coin: i < 20 ? "copper" : "gold" });
  const { conversations, receipts } = await exported(student.http);
  assert.equal(conversations.length, 56);
  const [long] = conversations;
  assert.deepEqual(long.turns.map((/** @type {any} */ turn) => turn.content), Array.from({ length: 45 }, (_, i) => `Question ${i}`));
  const others = conversations.slice(1).map((/** @type {any} */ { turns }) => turns[0].content);
  assert.deepEqual(others.sort(), Array.from({ length: 55 }, (_, i) => `Other ${i}`).sort());
  assert.equal(receipts.length, 3 + 2 * 100);
});

test("a download while an answer is being written says so", async () => {
  const student = await lab.student();
  const name = randomUUID();
  const { answer_id: id } = await (await student.open()).begin(`[[upstream: hold name=${name} after=2]] Slowly`);
  const { conversations } = await exported(student.http);
  const [turn] = conversations[0].turns;
  assert.deepEqual([turn.answer_id, turn.answer.state, turn.answer.ended_at], [id, "running", null]);
  lab.upstream.release(name);
});

test("nobody downloads without a session", async () => {
  assert.equal((await lab.visitor().get("/api/account/export")).code, "not_logged_in");
});

test("a deleted account is gone: its sessions, its sockets, its log-in, its place in the list", async () => {
  const student = await lab.student();
  const { username, password } = student;
  const phone = lab.visitor();
  assert.equal((await phone.post("/auth/login", { username, password })).status, 200);
  const tabs = [await student.open(), await lab.open({ cookie: phone.cookie })];
  await tabs[0].ask("Remember me");
  assert.ok((await users()).includes(username));
  const stolen = student.http.cookie;
  const gone = await remove(student);
  assert.equal(gone.status, 204);
  assert.equal(student.http.cookie, "", "the cookie is cleared");
  await Promise.all(tabs.map((tab) => tab.disconnected));
  for (const cookie of [stolen, phone.cookie]) {
    assert.equal((await lab.visitor().send("GET", "/api/me", { headers: { cookie } })).code, "not_logged_in");
  }
  assert.equal((await lab.visitor().post("/auth/login", { username, password })).code, "bad_credentials");
  assert.ok(!(await users()).some((name) => name === username || name.startsWith("deleted")));
  await assertLedgerAddsUp();
});

test("its name is free, and who takes it sees nothing of what was", async () => {
  const student = await lab.student();
  const { ack } = await (await student.open()).ask("My old secret");
  assert.equal((await remove(student)).status, 204);
  const heir = await lab.student(student.username);
  assert.equal(await heir.gold(), 100);
  const data = await exported(heir.http);
  assert.deepEqual(data.conversations, []);
  assert.equal(data.receipts.length, 3, "the coins of a new account");
  assert.equal(data.sessions.length, 1);
  assert.equal((await heir.http.get(`/api/conversations/${ack.conversation_id}`)).status, 404);
  const tab = await heir.open();
  const refused = await tab.refusal({ type: "message", content: "Go on", selected_coin: "gold", conversation_id: ack.conversation_id });
  assert.equal(refused.code, "invalid_message");
  tab.resume(ack.answer_id, 0);
  assert.equal((await tab.inbox.nth("error", 1)).code, "invalid_message");
  await assertLedgerAddsUp();
});

test("an answer that streams is stopped and paid for by the rules, and then erased", async () => {
  const student = await lab.student();
  const question = `Stream ${randomUUID()}`;
  const tab = await student.open();
  const { answer_id: id } = await tab.begin(`[[upstream: silence after=3]] ${question}`);
  await tab.textReaches(id, defaultDeltas(question).slice(0, 3).join(""));
  const waiting = `Wait ${randomUUID()}`;
  await tab.begin(`[[upstream: silence after=0]] ${waiting}`, { coin: "silver" });
  assert.equal((await remove(student)).status, 204);
  await tab.disconnected;
  for (const request of lab.upstream.requests.filter((asked) => asked.question === question || asked.question === waiting)) {
    assert.equal(await request.ended, "aborted");
  }
  await assertLedgerAddsUp();
  const end = tab.inbox.events.find(({ payload }) => payload.answer_id === id && payload.reason === "stopped");
  assert.equal(end?.payload.charged, true, "text was shown");
});

test("no word of it is left in the files", async (t) => {
  if (!lab.installation.database.startsWith("sqlite:")) return t.skip("PostgreSQL has its own files");
  const student = await lab.student();
  const marker = `marker${randomUUID().replaceAll("-", "")}`;
  const tab = await student.open();
  const { ack } = await tab.ask(`${marker} is my name`);
  await tab.ask(`${marker} again ${"long ".repeat(1200)}`, { conversation: ack.conversation_id });
  const { answer_id: id } = await tab.begin(`[[upstream: silence after=3]] ${marker}`);
  await tab.textReaches(id, defaultDeltas(marker).slice(0, 3).join(""));
  assert.equal((await remove(student)).status, 204);
  const holding = (/** @type {string[]} */ words) =>
    readdirSync(lab.installation.directory).filter((name) => {
      const bytes = readFileSync(join(lab.installation.directory, name));
      return words.some((word) => bytes.includes(word));
    });
  assert.ok(!holding([marker]).includes("ailab.sqlite.texts"), "the journal of texts is rid of it at once");
  await lab.server.stop();
  assert.deepEqual(holding([marker, student.username]), []);
  await lab.restart();
});

test("a wrong password, another site, no session, no password: nothing is deleted or stopped", async () => {
  const student = await lab.student();
  const name = randomUUID();
  const tab = await student.open();
  const { answer_id: id } = await tab.begin(`[[upstream: hold name=${name} after=1]] Untouched`);
  const wrong = await remove(student, "a wrong horse");
  assert.deepEqual([wrong.status, wrong.code], [403, "wrong_password"]);
  const json = { password: student.password };
  const strange = await student.http.send("DELETE", "/api/account", { json, headers: { origin: "https://evil.example" } });
  assert.deepEqual([strange.status, strange.code], [403, "cross_site"]);
  assert.equal((await lab.visitor().send("DELETE", "/api/account", { json })).code, "not_logged_in");
  const none = await student.http.send("DELETE", "/api/account", { json: {} });
  assert.deepEqual([none.status, none.code], [400, "invalid_request"]);
  assert.equal((await student.http.send("DELETE", "/api/account")).code, "unsupported_media_type");
  lab.upstream.release(name);
  assert.deepEqual((await tab.answer(id)).text, defaultAnswer("Untouched"));
  assert.equal((await student.http.get("/api/me")).status, 200);
});

test("asked twice at once, it is deleted once", async () => {
  const student = await lab.student();
  await (await student.open()).ask("Once");
  const { cookie } = student.http;
  const statuses = await Promise.all(
    [1, 2].map(async () => {
      const request = { json: { password: student.password }, headers: { cookie } };
      return (await lab.visitor().send("DELETE", "/api/account", request)).status;
    }),
  );
  assert.ok(statuses.includes(204), String(statuses));
  assert.ok(statuses.every((status) => [204, 401, 403].includes(status)), String(statuses));
  await assertLedgerAddsUp();
});

test("a crash in the middle leaves all or nothing, and the next try completes it", async () => {
  for (let round = 0; round < 4; round += 1) {
    const student = await lab.student();
    const { username, password } = student;
    const tab = await student.open();
    const { answer_id: id } = await tab.begin("[[upstream: silence after=3]] Crash");
    await tab.textReaches(id, defaultDeltas("Crash").slice(0, 3).join(""));
    const asked = remove(student).catch(() => undefined);
    // At once; when the answer was stopped; when its sockets are closed.
    if (round === 1) await tab.answer(id);
    if (round === 2) await tab.disconnected;
    if (round === 3) await asked;
    await lab.server.kill();
    await asked;
    await lab.restart();
    await assertLedgerAddsUp();
    const http = lab.visitor();
    const back = await http.post("/auth/login", { username, password });
    if (round >= 2) assert.equal(back.code, "bad_credentials", "what was answered, or seen, has happened");
    if (back.status === 200) {
      const [{ turns }] = (await exported(http)).conversations;
      assert.match(turns[0].content, /Crash$/);
      assert.equal((await http.send("DELETE", "/api/account", { json: { password } })).status, 204);
    }
    assert.equal((await lab.visitor().post("/auth/login", { username, password })).code, "bad_credentials");
    assert.deepEqual((await exported((await lab.student(username)).http)).conversations, []);
    await assertLedgerAddsUp();
  }
});
