// Where an account is logged in: its owner sees every session, and ends what is not wanted.
import assert from "node:assert/strict";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab();
after(() => lab.close());

/** A further session of a student. @param {import("../harness/lab.mjs").Student} student @param {string} agent */
async function device({ username, password }, agent) {
  const visitor = lab.visitor();
  const answer = await visitor.send("POST", "/auth/login", { json: { username, password }, headers: { "user-agent": agent } });
  assert.equal(answer.status, 200);
  return visitor;
}

/** @param {import("../harness/http_client.mjs").HttpClient} http @returns {Promise<any[]>} */
const sessionsOf = async (http) => (await http.get("/api/account/sessions")).json.sessions;

/** @param {import("../harness/http_client.mjs").HttpClient} http */
const ownId = async (http) => (await sessionsOf(http))[0].id;

/** @param {import("../harness/http_client.mjs").HttpClient} http @param {string} id @param {Record<string, string>} [headers] */
const end = (http, id, headers) => http.send("DELETE", `/api/account/sessions/${id}`, { headers });

test("all are listed with where they came from, the current one first", async () => {
  const before = Math.floor(Date.now() / 1000);
  const student = await lab.student();
  const phone = await device(student, "Phone/1.0");
  for (const [http, agents] of /** @type {const} */ ([
    [student.http, ["node", "Phone/1.0"]],
    [phone, ["Phone/1.0", "node"]],
  ])) {
    const sessions = await sessionsOf(http);
    assert.deepEqual(sessions.map((session) => [session.agent, session.current]), [[agents[0], true], [agents[1], false]]);
    for (const session of sessions) {
      assert.deepEqual(Object.keys(session).sort(), ["address", "agent", "created_at", "current", "id", "last_seen_at"]);
      assert.match(session.id, /^[0-9a-f-]{36}$/);
      assert.equal(session.address, "127.0.0.1");
      for (const at of [session.created_at, session.last_seen_at]) assert.ok(at >= before && at <= Date.now() / 1000);
    }
  }
});

test("what tells of a session lets nobody in", async () => {
  const student = await lab.student();
  const { text } = await student.http.get("/api/account/sessions");
  assert.ok(!text.includes(student.http.cookie.replace("ailab_session=", "")));
  const thief = lab.visitor();
  thief.cookie = `ailab_session=${await ownId(student.http)}`;
  assert.equal((await thief.get("/api/me")).code, "not_logged_in");
});

test("a browser's name is shortened, and has nothing in it that does not show", async () => {
  const student = await lab.student();
  const odd = await device(student, `Odd\t\u00e9\u0080${"x".repeat(1000)}`);
  const [{ agent }] = await sessionsOf(odd);
  assert.match(agent, /^[ -~]{200}$/);
  assert.ok(agent.startsWith("Odd?"));
});

test("one that is ended is out at once, its sockets too; the others stay", async () => {
  const student = await lab.student();
  const phone = await device(student, "Phone/1.0");
  const [mine, its] = [await student.open(), await lab.open({ cookie: phone.cookie })];
  assert.equal((await end(student.http, await ownId(phone))).status, 204);
  await its.disconnected;
  assert.equal((await phone.get("/api/me")).code, "not_logged_in");
  assert.equal((await sessionsOf(student.http)).length, 1);
  assert.equal((await mine.ask("Am I still in?")).event, "done");
});

test("the own one, too: that is a log-out", async () => {
  const student = await lab.student();
  const tab = await student.open();
  assert.equal((await end(student.http, await ownId(student.http))).status, 204);
  await tab.disconnected;
  assert.equal(student.http.cookie, "");
});

test("all others end together", async () => {
  const student = await lab.student();
  const devices = [await device(student, "Phone/1.0"), await device(student, "Tablet/1.0")];
  const tabs = await Promise.all(devices.map(({ cookie }) => lab.open({ cookie })));
  assert.deepEqual((await student.http.send("POST", "/api/account/sessions/end-others")).json, { ended: 2 });
  await Promise.all(tabs.map((tab) => tab.disconnected));
  for (const http of devices) assert.equal((await http.get("/api/me")).status, 401);
  assert.equal((await student.http.get("/api/me")).status, 200);
  assert.deepEqual((await student.http.send("POST", "/api/account/sessions/end-others")).json, { ended: 0 });
});

test("nobody ends the session of somebody else, and no other site does", async () => {
  const [victim, other] = [await lab.student(), await lab.student()];
  const id = await ownId(victim.http);
  for (const wrong of [id, "11111111-2222-4333-8444-555555555555", "nonsense", "%00", "end-others"]) {
    const refused = await end(other.http, wrong);
    assert.deepEqual([refused.status, refused.code], [404, "not_found"], wrong);
    assert.ok(refused.json.error.message);
  }
  const origin = { origin: "https://evil.example" };
  assert.equal((await end(victim.http, id, origin)).code, "cross_site");
  assert.equal((await victim.http.send("POST", "/api/account/sessions/end-others", { headers: origin })).code, "cross_site");
  assert.equal((await victim.http.get("/api/me")).status, 200);
});

test("without a session there is nothing to see or to end", async () => {
  assert.equal((await lab.visitor().get("/api/account/sessions")).code, "not_logged_in");
  assert.equal((await end(lab.visitor(), "11111111-2222-4333-8444-555555555555")).code, "not_logged_in");
  assert.equal((await lab.visitor().send("POST", "/api/account/sessions/end-others")).code, "not_logged_in");
});

test("when a session was used last outlives a restart", async () => {
  const student = await lab.student();
  const phone = await device(student, "Phone/1.0");
  const before = (await sessionsOf(student.http)).find((session) => !session.current).last_seen_at;
  let seen = before;
  // Until the second has changed.
  while (seen === before) seen = (await sessionsOf(phone))[0].last_seen_at;
  await lab.server.stop();
  await lab.restart();
  const after = (await sessionsOf(student.http)).find((session) => !session.current).last_seen_at;
  assert.ok(after >= seen, `${after} instead of ${seen}`);
});
