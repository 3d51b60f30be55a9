// Own accounts on two servers of one PostgreSQL database: what is ended at one is ended at the other.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { HttpClient } from "../harness/http_client.mjs";
import { PostgreSql } from "../harness/postgresql.mjs";
import { test } from "../harness/test.mjs";
import { TwoNodes } from "../harness/two_nodes.mjs";
import { defaultDeltas } from "../upstream/default_answer.mjs";

const kPassword = "correct horse battery";

const postgresql = await PostgreSql.started();
const url = await postgresql.createDatabase();
const nodes = await TwoNodes.start(url);
after(async () => {
  try {
    await nodes.close();
  } finally {
    await postgresql.remove();
  }
});

/** A further session of a student, at the second node. @param {HttpClient} student */
async function phoneOf(student) {
  const phone = new HttpClient(nodes.there.server.url);
  const { username } = (await student.get("/api/me")).json;
  assert.equal((await phone.post("/auth/login", { username, password: kPassword })).status, 200);
  return phone;
}

/** Its answer's text, its own, and whether its coin was spent or came back. @param {string} id of a question */
async function storedOf(id) {
  const columns = "a.text, q.content, a.charged, a.refunded";
  const sql = `SELECT ${columns} FROM answers a JOIN questions q ON q.id = a.question_id WHERE q.id = '${id}'`;
  return (await postgresql.query(sql, url)).trim();
}

test("a session ended at one server closes its socket at the other", async () => {
  const student = await nodes.student();
  const phone = await phoneOf(student);
  const tab = await nodes.open(phone, nodes.there);
  const { sessions } = (await student.get("/api/account/sessions")).json;
  const { id } = sessions.find((/** @type {any} */ session) => !session.current);
  assert.equal((await student.send("DELETE", `/api/account/sessions/${id}`)).status, 204);
  await tab.disconnected;
  assert.equal((await phone.get("/api/me")).code, "not_logged_in");
});

test("a new password ends the others, and the old token's sockets, at both", async () => {
  const student = await nodes.student();
  const phone = await phoneOf(student);
  const tabs = [await nodes.open(phone, nodes.there), await nodes.open(student, nodes.there)];
  assert.equal((await student.post("/api/account/password", { current_password: kPassword, new_password: "a much better horse" })).status, 204);
  await Promise.all(tabs.map((tab) => tab.disconnected));
  assert.equal((await (await nodes.open(student, nodes.there)).ask("Still me?")).event, "done");
});

test("an account deleted at one server: what the other writes for it is stopped, settled and erased, and its sockets close", async () => {
  const student = await nodes.student();
  const phone = await phoneOf(student);
  const tabs = [await nodes.open(student, nodes.there), await nodes.open(phone, nodes.there), await nodes.open(student, nodes.here)];
  const question = `Elsewhere ${randomUUID()}`;
  const { answer_id: id } = await tabs[0].begin(`[[upstream: silence after=3]] ${question}`);
  await tabs[0].textReaches(id, defaultDeltas(question).slice(0, 3).join(""));
  assert.equal((await student.send("DELETE", "/api/account", { json: { password: kPassword } })).status, 204);
  await Promise.all(tabs.map((tab) => tab.disconnected));
  assert.equal(await nodes.requestsFor(question)[0].ended, "aborted");
  assert.equal((await phone.get("/api/me")).code, "not_logged_in");
  assert.equal(await storedOf(id), "||1|0");
});

test("an account whose other server was killed is deleted all the same, and that one brings nothing back", async () => {
  const student = await nodes.student();
  const tab = await nodes.open(student, nodes.there);
  const question = `Killed ${randomUUID()}`;
  const { answer_id: id } = await tab.begin(`[[upstream: silence after=3]] ${question}`);
  await tab.textReaches(id, defaultDeltas(question).slice(0, 3).join(""));
  await nodes.there.kill();
  // Once the lease of the other is over.
  assert.equal((await student.send("DELETE", "/api/account", { json: { password: kPassword } })).status, 204);
  await nodes.there.restart();
  assert.equal(await storedOf(id), "||0|1");
  const { directory } = nodes.there.installation;
  assert.ok(!readFileSync(join(directory, "instance", "ailab.texts")).includes(defaultDeltas(question)[1]));
});

test("the ledger adds up after all of it", async () => {
  const { code, stdout, stderr } = await nodes.here.installation.run("ledger", "verify", ...nodes.here.installation.flags);
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /\(0 open\)/);
});
