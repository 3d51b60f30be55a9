// Servers on one PostgreSQL database, and commands beside them, tell each other what changed: whichever one has a student's
// sockets tells them at once.
import assert from "node:assert/strict";
import { after } from "node:test";
import { runCommand } from "../harness/binary.mjs";
import { PostgreSql } from "../harness/postgresql.mjs";
import { test } from "../harness/test.mjs";
import { TwoNodes } from "../harness/two_nodes.mjs";

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

/** @param {string[]} args @param {string} [stdin] */
async function command(args, stdin) {
  const { installation } = nodes.here;
  const { code, stdout, stderr } = await runCommand([...args, "--json", ...installation.flags], { cwd: installation.directory, stdin });
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

/** @param {import("../harness/http_client.mjs").HttpClient} student */
const nameOf = async (student) => (await student.get("/api/me")).json.username;

/** What a tab was told to have, in turn. @param {import("../harness/tab.mjs").Tab} tab @returns {number[]} */
const golds = (tab) => tab.inbox.events.filter(({ name }) => name === "balance").map(({ payload }) => payload.balances.gold);

/** Resolves once a tab was told so. @param {import("../harness/tab.mjs").Tab} tab @param {number} gold */
const told = (tab, gold) => tab.inbox.first(({ name, payload }) => name === "balance" && payload.balances.gold === gold, `${gold} gold`);

test("a coin that is spent at one server is told at the other", async () => {
  const student = await nodes.student();
  const [here, there] = [await nodes.open(student, nodes.here), await nodes.open(student, nodes.there)];
  await here.ask("Spend it");
  await told(there, 99);
  // A refund at once might be told together with what it gives back.
  const { answer_id: id } = await there.begin("[[upstream: silence after=0]] Give it back");
  await told(here, 98);
  there.stop(id);
  await here.inbox.until(() => golds(here).lastIndexOf(99) > golds(here).indexOf(98), "99 gold again");
});

test("coins given on the command line are told at both", async () => {
  const student = await nodes.student();
  const tabs = [await nodes.open(student, nodes.here), await nodes.open(student, nodes.there)];
  await command(["coins", "grant", await nameOf(student), "--gold", "7", "--reason", "A gift"]);
  for (const tab of tabs) await told(tab, 107);
});

test("a new password closes the sockets at both", async () => {
  const student = await nodes.student();
  const tabs = [await nodes.open(student, nodes.here), await nodes.open(student, nodes.there)];
  assert.equal((await command(["user", "passwd", await nameOf(student)], "another long password\n")).sessions_ended, 1);
  await Promise.all(tabs.map((tab) => tab.disconnected));
});

test("a log-out at one server closes the socket at the other", async () => {
  const student = await nodes.student();
  const there = await nodes.open(student, nodes.there);
  assert.equal((await student.post("/auth/logout", {})).status, 204);
  await there.disconnected;
});

test("a conversation that is renamed, deleted or restored at one server is told at the other", async () => {
  const student = await nodes.student();
  const [here, there] = [await nodes.open(student, nodes.here), await nodes.open(student, nodes.there)];
  const { conversation_id: id } = (await there.ask("Kept")).ack;
  const path = `/api/conversations/${id}`;
  assert.equal((await student.send("PATCH", path, { json: { title: "Renamed" } })).status, 200);
  assert.equal((await student.send("DELETE", path)).status, 204);
  assert.equal((await student.send("POST", `${path}/restore`)).status, 200);
  for (const tab of [here, there]) assert.deepEqual(await tab.inbox.nth("conversations", 2), { type: "conversations" });
});

test("what was changed while the line was down is told when it is up again", async () => {
  const student = await nodes.student();
  const ending = await nodes.student();
  const [tab, endingTab] = [await nodes.open(student, nodes.there), await nodes.open(ending, nodes.there)];
  const name = await nameOf(ending);
  // Both in one go, so that nobody can listen in between.
  await postgresql.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database();
     DELETE FROM sessions WHERE account_id = (SELECT id FROM accounts WHERE username = '${name}');`,
    url,
  );
  await endingTab.disconnected;
  // That a conversation was changed may have been missed, too.
  await tab.inbox.nth("conversations");
  assert.equal((await tab.ask("Still here")).event, "done");
});
