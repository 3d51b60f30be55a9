// Several network loops: an account is on one of them, and nobody outside notices.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const kLoops = 3;

/** @param {import("node:test").TestContext} t @param {import("../harness/settings.mjs").Settings} [settings] */
async function labWithLoops(t, settings = {}) {
  const lab = await startLab({ ...settings, loops: kLoops });
  t.after(() => lab.close());
  return lab;
}

/** Students on all loops, a tab of each. @param {import("../harness/lab.mjs").Lab} lab */
async function classOf(lab) {
  return Promise.all(
    Array.from({ length: 2 * kLoops }, async () => {
      const student = await lab.student();
      return { student, tab: await student.open() };
    }),
  );
}

/** Which loop a tab's session is on: the first character of its id. @param {import("../harness/tab.mjs").Tab} tab */
const loopOf = (tab) => tab.socket.io.engine.id[0];

test("a class is spread over all loops, and each student is answered", async (t) => {
  const lab = await labWithLoops(t);
  const students = await classOf(lab);
  assert.deepEqual([...new Set(students.map(({ tab }) => loopOf(tab)))].sort(), ["0", "1", "2"]);
  const answers = await Promise.all(students.map(({ tab }) => tab.ask("All at once")));
  assert.deepEqual(answers.map(({ event }) => event), students.map(() => "done"));
});

test("all tabs of an account are on one loop, so that what one asks the other can read", async (t) => {
  const lab = await labWithLoops(t);
  for (const { student, tab } of await classOf(lab)) {
    const second = await student.open("polling");
    assert.equal(loopOf(second), loopOf(tab));
    const { answer_id: id } = await tab.begin("[[upstream: hold name=shared after=1]] Together");
    second.resume(id, 0);
    lab.upstream.release("shared");
    assert.equal((await second.answer(id)).text, (await tab.answer(id)).text);
  }
});

test("one kept connection serves what belongs to different loops", async (t) => {
  const lab = await labWithLoops(t);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const sockets = new Set();
  /** @param {string} method @param {string} path @param {{cookie?: string, body?: string}} [options] */
  const ask = (method, path, { cookie = "", body } = {}) =>
    new Promise((resolve, reject) => {
      const asked = request(lab.server.url + path, { method, agent, headers: { cookie } }, async (response) => {
        resolve({ status: response.statusCode, body: await text(response) });
      });
      asked.on("socket", (socket) => sockets.add(socket));
      asked.on("error", reject);
      asked.end(body);
    });
  const path = "/socket.io/?EIO=4&transport=polling";
  const seen = new Set();
  for (const { student } of await classOf(lab)) {
    const { cookie } = student.http;
    const { sid } = JSON.parse((await ask("GET", path, { cookie })).body.slice(1));
    seen.add(sid[0]);
    assert.equal((await ask("POST", `${path}&sid=${sid}`, { cookie, body: "40" })).body, "ok");
    assert.equal(JSON.parse((await ask("GET", "/api/me", { cookie })).body).username, student.username);
    assert.match((await ask("GET", `${path}&sid=${sid}`, { cookie })).body, /^40\{"sid"/);
    assert.equal((await ask("POST", `${path}&sid=${sid}`, { cookie, body: "41" })).body, "ok");
  }
  assert.equal(seen.size, kLoops);
  assert.equal(sockets.size, 1);
});

test("a session id that is none is unknown, whatever it begins with", async (t) => {
  const lab = await labWithLoops(t);
  for (const sid of ["0", "1nothing", "2nothing", "3nothing", "vnothing", "_nothing", "%00", "🦆"]) {
    const answer = await lab.visitor().get(`/socket.io/?EIO=4&transport=polling&sid=${encodeURIComponent(sid)}`);
    assert.deepEqual([answer.status, answer.json.message], [400, "Session ID unknown"], sid);
  }
});

test("limits in all hold for the loops together", async (t) => {
  const lab = await labWithLoops(t, { runningTotal: 4, sessions: 7 });
  const students = await classOf(lab);
  const held = students.slice(0, 4);
  const asked = await Promise.all(held.map(({ tab }) => tab.begin("[[upstream: hold name=all]] Wait")));
  for (const { tab } of students.slice(4)) {
    assert.equal((await tab.refusal({ type: "message", content: "Me too", selected_coin: "gold" })).code, "busy");
  }
  lab.upstream.release("all");
  await Promise.all(held.map(({ tab }, index) => tab.answer(asked[index].answer_id)));
  assert.equal((await students[5].tab.ask("Now")).event, "done");

  const last = await students[0].student.open();
  await assert.rejects(students[1].student.open(), "eight sessions are one too many");
  last.close();
});

test("a log-out and a deletion reach the account's loop", async (t) => {
  const lab = await labWithLoops(t);
  for (const { student, tab } of await classOf(lab)) {
    const { answer_id: id } = await tab.begin("[[upstream: hold name=never after=1]] Gone before it ends");
    assert.ok(id);
    const { status } = await student.http.send("DELETE", "/api/account", { json: { password: student.password } });
    assert.equal(status, 204);
    await tab.disconnected;
  }
});

test("/metrics counts what all loops do", async (t) => {
  const lab = await labWithLoops(t);
  const students = await classOf(lab);
  for (const { tab } of students) await tab.ask("Count me");
  const metrics = (await lab.visitor().get("/metrics")).text;
  for (const line of [
    `ailab_sessions ${students.length}`,
    `ailab_questions_accepted_total ${students.length}`,
    `ailab_answers_ended_total{reason="stop"} ${students.length}`,
  ]) {
    assert.ok(metrics.includes(`\n${line}\n`), `${line}\n${metrics}`);
  }
});

test("after a kill, a start with fewer loops finds what all of them had shown", async (t) => {
  const lab = await labWithLoops(t);
  const students = await classOf(lab);
  const asked = await Promise.all(students.map(({ tab }) => tab.begin("[[upstream: paced count=100000 interval_ms=2]] Long")));
  for (const [index, { tab }] of students.entries()) await tab.inbox.until(() => tab.textOf(asked[index].answer_id).length > 100, "text");
  await lab.server.kill();
  const shown = students.map(({ tab }, index) => tab.textOf(asked[index].answer_id));
  const journal = `${lab.installation.databaseFile}.texts.loop2`;
  const isSqlite = lab.installation.database.startsWith("sqlite:");
  if (isSqlite) assert.ok(existsSync(journal));

  await lab.installation.configure({ loops: 1 });
  await lab.restart();
  for (const [index, { student }] of students.entries()) {
    const back = await student.open();
    back.resume(asked[index].answer_id, 0);
    const { end, text: kept } = await back.answer(asked[index].answer_id);
    assert.deepEqual([end.code, end.refunded], ["interrupted", true]);
    assert.ok(kept.startsWith(shown[index]), `${shown[index].length} units were shown, ${kept.length} are kept`);
    assert.equal(await student.gold(), 100);
  }
  assert.ok(!existsSync(journal), "its loop is no more");
});

test("an impossible number of loops stops the start", async (t) => {
  const lab = await labWithLoops(t);
  for (const loops of ["0", "33", "many"]) {
    const refused = await lab.installation.run("run", "--loops", loops, ...lab.installation.flags);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /--loops/);
  }
});
