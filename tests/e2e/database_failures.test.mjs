// The database fails under the server: every question is answered or costs nothing, and the server goes on by itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand } from "../harness/binary.mjs";
import { startLab } from "../harness/lab.mjs";
import { PostgreSql } from "../harness/postgresql.mjs";
import { SmallDisk } from "../harness/small_disk.mjs";
import { test } from "../harness/test.mjs";

/** @typedef {import("node:test").TestContext} TestContext */
/** @typedef {import("../harness/lab.mjs").Lab} Lab */

/** Gold coins that no test can spend. */
const kPlenty = 100_000;

/** Students who ask one question after another until they are told to stop. */
class Class {
  /** How each question went: "done", "refused" or "error". @type {string[]} */
  outcomes = [];
  #going = true;
  /** @type {Promise<unknown>} */
  #all = Promise.resolve();
  #charged = new Map();
  /** @type {{student: import("../harness/lab.mjs").Student, answer_id: string, conversation_id: string}[]} */
  #doubtful = [];

  /** @param {Lab} lab @param {number} size */
  static async of(lab, size) {
    const all = new Class();
    all.students = await Promise.all(Array.from({ length: size }, () => lab.student()));
    const tabs = await Promise.all(all.students.map((student) => student.open()));
    all.#all = Promise.all(tabs.map((tab, index) => all.#askOn(tab, all.students[index])));
    return all;
  }

  /** @param {import("../harness/tab.mjs").Tab} tab @param {import("../harness/lab.mjs").Student} student */
  async #askOn(tab, student) {
    this.#charged.set(student, 0);
    while (this.#going) {
      const ack = await tab.send({ type: "message", content: "Why?", selected_coin: "gold", id: randomUUID() });
      if (!ack.ok) {
        assert.equal(ack.code, "busy", JSON.stringify(ack));
        assert.match(ack.message, /Nothing was charged/);
        this.outcomes.push("refused");
        continue;
      }
      const { event, end } = await tab.answer(ack.answer_id);
      if (event === "error" && !end.refunded) this.#doubtful.push({ student, ...ack });
      if (end.charged) this.#charge(student);
      this.outcomes.push(event);
    }
  }

  /** @param {import("../harness/lab.mjs").Student} student */
  #charge(student) {
    this.#charged.set(student, this.#charged.get(student) + 1);
  }

  /** Resolves when so many more questions have come to their end. @param {number} count */
  async finishes(count) {
    const enough = this.outcomes.length + count;
    await eventually(async () => assert.ok(this.outcomes.length >= enough, `only ${this.outcomes.length} of ${enough} questions ended`));
  }

  /** Lets them finish their last question, and expects each purse to hold what was not paid for an answer. @param {number} coins that each began with */
  async stop(coins) {
    this.#going = false;
    await this.#all;
    // The database was lost while their ends were recorded: their readers were told to look again.
    for (const { student, answer_id: id, conversation_id: conversation } of this.#doubtful) {
      await eventually(async () => {
        const { turns } = (await student.http.get(`/api/conversations/${conversation}`)).json;
        const { state, charged } = turns.find((turn) => turn.answer_id === id).answer;
        assert.notEqual(state, "running");
        if (charged) this.#charge(student);
      });
    }
    for (const [student, charged] of this.#charged) {
      // What could not be booked at once is given back as soon as the database works.
      await eventually(async () => assert.equal(await student.gold(), coins - charged));
    }
  }
}

/** Tries until it does not throw any more. @param {() => Promise<void>} attempt */
async function eventually(attempt) {
  for (const last = performance.now() + 60_000; ; await sleep(50)) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > last) throw error;
    }
  }
}

/** The ledger adds up, and no coin is held. @param {Lab} lab */
async function expectSoundLedger(lab) {
  const { code, stdout, stderr } = await lab.installation.run("ledger", "verify", ...lab.installation.flags);
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /\(0 open\)/);
}

/** @param {TestContext} t @param {import("../harness/settings.mjs").Settings} [settings] */
async function labOnPostgresql(t, settings = {}) {
  const postgresql = await PostgreSql.started();
  /** @type {Lab | undefined} */
  let lab;
  t.after(() => lab?.close().finally(() => postgresql.remove()));
  const database = await postgresql.createDatabase();
  lab = await startLab({ goldCoins: kPlenty, ...settings }, { database });
  return { lab, postgresql, database };
}

test("PostgreSQL restarts and crashes while students ask: no coin is lost, and they go on asking", async (t) => {
  const { lab, postgresql } = await labOnPostgresql(t);
  const students = await Class.of(lab, 4);
  await students.finishes(8);
  await postgresql.restart();
  await students.finishes(8);
  await postgresql.kill();
  await students.finishes(4); // refused, while there is none
  await postgresql.start();
  await eventually(async () => assert.equal(students.outcomes.at(-1), "done"));
  await students.stop(kPlenty);
  await expectSoundLedger(lab);
});

test("a PostgreSQL that goes away at the first statement of a connection is said to be out of reach", async (t) => {
  const server = createServer((connection) => {
    connection.once("data", () => {
      // AuthenticationOk, a ParameterStatus and ReadyForQuery (PostgreSQL's documentation, "Message Formats").
      connection.write("R\0\0\0\x08\0\0\0\0S\0\0\0\x18server_version\x0015.0\0Z\0\0\0\x05I", "latin1");
      connection.once("data", () => connection.destroy());
    });
  });
  t.after(() => server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const { code, stderr } = await runCommand(["ledger", "verify", "--database", `postgresql://u@127.0.0.1:${port}/x?sslmode=disable`]);
  assert.match(stderr, /^ailab: Cannot reach the database .* check that it runs and lets this user in\.\n$/);
  assert.equal(code, 1);
});

test("connections that are ended in the middle go unnoticed: every question is answered", async (t) => {
  const { lab, postgresql, database } = await labOnPostgresql(t);
  const students = await Class.of(lab, 4);
  for (let i = 0; i < 20; i += 1) {
    await students.finishes(2);
    await postgresql.terminateConnections(database);
  }
  await students.finishes(4);
  await students.stop(kPlenty);
  assert.deepEqual([...new Set(students.outcomes)], ["done"]);
  await expectSoundLedger(lab);
});

test("without PostgreSQL: refused in plain words, not ready and why, nothing charged; with it again all is as before", async (t) => {
  const { lab, postgresql } = await labOnPostgresql(t, { goldCoins: 5 });
  const student = await lab.student();
  const tab = await student.open();
  const running = await tab.begin("[[upstream: hold name=outage after=1]] Through the outage");
  await postgresql.stop();

  const refusal = await tab.refusal({ type: "message", content: "Why?", selected_coin: "gold", id: randomUUID() });
  assert.equal(refusal.code, "busy");
  assert.match(refusal.message, /Nothing was charged/);
  assert.equal((await student.http.get("/api/me")).status, 503);
  assert.equal((await lab.visitor().post("/auth/login", { username: student.username, password: student.password })).status, 503);
  const notReady = await lab.visitor().get("/readyz");
  assert.equal(notReady.status, 503);
  assert.match(notReady.text, /Cannot reach the database postgresql:\/\/127\.0\.0\.1:\d+\/lab_\w+ \(.+\); check that it runs/);
  assert.doesNotMatch(notReady.text + lab.server.log, new RegExp(new URL(lab.installation.database).password), "the password is nobody's business");
  assert.equal((await lab.visitor().get("/healthz")).status, 200);

  await postgresql.start();
  await eventually(async () => assert.equal((await lab.visitor().get("/readyz")).status, 200));
  lab.upstream.release("outage");
  assert.equal((await tab.answer(running.answer_id)).event, "done", "an answer runs on without its database");
  assert.equal(await student.gold(), 4);
  assert.equal((await tab.ask("And now?")).event, "done");
  await expectSoundLedger(lab);
});

test("a PostgreSQL that becomes read-only takes no question and loses none", async (t) => {
  const { lab, postgresql, database } = await labOnPostgresql(t, { goldCoins: 5 });
  const name = new URL(database).pathname.slice(1);
  const tab = await (await lab.student()).open();
  await postgresql.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await postgresql.terminateConnections(database);
  assert.equal((await tab.refusal({ type: "message", content: "Why?", selected_coin: "gold" })).code, "busy");
  await postgresql.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  await postgresql.terminateConnections(database);
  assert.equal((await tab.ask("Why?")).event, "done");
  await expectSoundLedger(lab);
});

test("a SQLite file that another program keeps locked: refused, what runs is booked later, and it goes on", async (t) => {
  const lab = await startLab({ goldCoins: 5 }, { database: "sqlite" });
  t.after(() => lab.close());
  const student = await lab.student();
  const tab = await student.open();
  const running = await tab.begin("[[upstream: hold name=locked after=1]] Through the lock");
  const other = new DatabaseSync(lab.installation.databaseFile);
  t.after(() => other.close());
  other.exec("BEGIN IMMEDIATE");
  assert.equal((await tab.refusal({ type: "message", content: "Why?", selected_coin: "gold" })).code, "busy");
  assert.equal((await student.balances()).gold, 4, "reading goes on");
  lab.upstream.release("locked");
  other.exec("ROLLBACK");
  assert.equal((await tab.answer(running.answer_id)).event, "done");
  assert.equal((await tab.ask("And now?")).event, "done");
  assert.equal(await student.gold(), 3);
  await expectSoundLedger(lab);
});

/** Asks until the database takes no more; all that it took comes to an end. @param {import("../harness/lab.mjs").Student} student */
async function askUntilRefused(student) {
  const tab = await student.open();
  for (let i = 0; i < 2000; i += 1) {
    const ack = await tab.send({ type: "message", content: `Why? ${"x".repeat(3000)}`, selected_coin: "gold", id: randomUUID() });
    if (!ack.ok) return ack;
    await tab.answer(ack.answer_id);
  }
  return assert.fail("the disk never filled");
}

/** The database may not grow, then it may again. @param {Lab} lab @param {() => void} fill @param {() => void} free */
async function expectToGoOnAfter(lab, fill, free) {
  const student = await lab.student();
  fill();
  const refusal = await askUntilRefused(student);
  assert.equal(refusal.code, "busy");
  assert.match(refusal.message, /Nothing was charged/);
  free();
  const tab = await student.open();
  await eventually(async () => assert.equal((await tab.ask("And now?")).event, "done"));
  await eventually(() => expectSoundLedger(lab));
}

test("a SQLite file at the limit of its size: refused, and it goes on when the limit is lifted", async (t) => {
  const lab = await startLab({ goldCoins: kPlenty }, { database: "sqlite" });
  t.after(() => lab.close());
  const limit = (/** @type {string} */ bytes) => execFileSync("prlimit", ["--pid", String(lab.server.child.pid), `--fsize=${bytes}:`]);
  await expectToGoOnAfter(lab, () => limit(String(256 * 1024)), () => limit("unlimited"));
  assert.match(lab.server.log, /ulimit -f/, "the operator is told what to look at");
});

test("a full disk: refused, and it goes on when there is room again", async (t) => {
  const disk = SmallDisk.mount(48);
  if (!disk) return t.skip("this user may not mount a disk to fill; the limit on file sizes stands in for it");
  /** @type {Lab | undefined} */
  let lab;
  t.after(() => (lab ? lab.close() : Promise.resolve()).finally(() => disk.unmount()));
  lab = await startLab({ goldCoins: kPlenty }, { database: `sqlite:${disk.directory}/ailab.sqlite` });
  await expectToGoOnAfter(lab, () => disk.fill(), () => disk.free());
  assert.match(lab.server.log, /There is no space left/);
});
