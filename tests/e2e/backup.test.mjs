// `ailab backup`: a copy that is made while the server works opens, verifies and serves.
import assert from "node:assert/strict";
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, describe } from "node:test";
import { binaryPath, cleanEnvironment, runCommand } from "../harness/binary.mjs";
import { HttpClient } from "../harness/http_client.mjs";
import { startLab } from "../harness/lab.mjs";
import { PostgreSql } from "../harness/postgresql.mjs";
import { Installation } from "../harness/server_process.mjs";
import { Tab } from "../harness/tab.mjs";
import { Terminal } from "../harness/terminal.mjs";
import { test } from "../harness/test.mjs";
import { TwoNodes } from "../harness/two_nodes.mjs";
import { defaultAnswer } from "../upstream/default_answer.mjs";

/** More than any machine spends in a test. */
const kGold = 100_000;
const lab = await startLab({ goldCoins: kGold });
const folder = await mkdtemp(join(tmpdir(), "ailab-e2e-backup-"));
after(async () => {
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string[]} args */
const backup = (...args) => lab.installation.run("backup", ...args, ...lab.installation.flags);

/** Fresh names for copies. */
let copies = 0;
const newPlace = () => join(folder, `copy ${(copies += 1)}.sqlite`);

/** Serves a copy as its operator would: put in the database's place. @param {string} file @param {import("node:test").TestContext} t @param {string} modelUrl */
async function serveCopy(file, t, modelUrl) {
  const installation = new Installation(await mkdtemp(join(tmpdir(), "ailab-e2e-restored-")), modelUrl);
  t.after(() => installation.remove());
  await installation.configure({});
  await copyFile(file, installation.databaseFile);
  const verified = await installation.run("ledger", "verify", ...installation.flags);
  assert.equal(verified.code, 0, verified.stderr);
  const server = await installation.serve();
  t.after(() => server.stop());
  return server;
}

/**
 * Asks on and on until told to end.
 * @param {Tab} tab
 */
function load(tab) {
  let ended = false;
  let asked = 0;
  const running = (async () => {
    while (!ended) {
      const { event } = await tab.ask(`Load ${asked}`, { coin: "gold" });
      assert.equal(event, "done");
      asked += 1;
    }
    return asked;
  })();
  return () => {
    ended = true;
    return running;
  };
}

/**
 * What a copy must be: the student of before is there, with the conversation and coins that add up.
 * @param {import("../harness/server_process.mjs").ServerProcess} server
 * @param {{username: string, conversation: string, question: string}} before
 */
async function looksAsBefore(server, { username, conversation, question }) {
  const visitor = new HttpClient(server.url);
  assert.equal((await visitor.post("/auth/login", { username, password: "correct horse battery" })).status, 200);
  const { turns } = (await visitor.get(`/api/conversations/${conversation}`)).json;
  assert.deepEqual([turns[0].content, turns[0].answer.text], [question, defaultAnswer(question)]);
  const { gold } = (await visitor.get("/api/me")).json.balances;
  const tab = await Tab.open(server.url, { cookie: visitor.cookie });
  try {
    assert.equal((await tab.ask("After the copy")).event, "done");
  } finally {
    tab.close();
  }
  assert.equal((await visitor.get("/api/me")).json.balances.gold, gold - 1);
}

describe("under load", () => {
  test("a copy of a SQLite database is one state, verifies and serves", async (t) => {
    const student = await lab.student();
    const tabs = await Promise.all([student.open(), student.open(), (await lab.student()).open()]);
    const { ack } = await tabs[0].ask("Before 🦉");
    const ends = tabs.map(load);
    const files = [];
    for (let i = 0; i < 5; ++i) {
      const file = newPlace();
      const { code, stdout, stderr } = await backup(file);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(stdout, /copied .*\.\d MB[^]*checked \d+ entries[^]*the copy's ledger adds up/);
      files.push(file);
    }
    for (const end of ends) await end();
    for (const file of files) {
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      const { code, stderr } = await runCommand(["ledger", "verify", "--database", `sqlite:${file}`]);
      assert.equal(code, 0, stderr);
    }
    const server = await serveCopy(files[0], t, lab.upstream.url);
    await looksAsBefore(server, { username: student.username, conversation: ack.conversation_id, question: "Before 🦉" });
  });

  test("a copy of a PostgreSQL database is a SQLite file that does the same", async (t) => {
    const postgresql = await PostgreSql.started();
    t.after(() => postgresql.remove());
    const nodes = await TwoNodes.start(await postgresql.createDatabase(), { goldCoins: kGold });
    try {
      const student = await nodes.student();
      const tab = await nodes.open(student, nodes.here);
      const { ack } = await tab.ask("Before 🦉");
      const end = load(await nodes.open(student, nodes.there));
      const file = newPlace();
      const { code, stdout, stderr } = await nodes.here.installation.run("backup", file, "--json", ...nodes.here.installation.flags);
      assert.equal(code, 0, stderr);
      const said = JSON.parse(stdout);
      assert.deepEqual([said.file, said.bytes, said.ledger.ok], [file, (await stat(file)).size, true]);
      await end();
      const server = await serveCopy(file, t, nodes.upstream.url);
      const username = (await student.get("/api/me")).json.username;
      await looksAsBefore(server, { username, conversation: ack.conversation_id, question: "Before 🦉" });
    } finally {
      await nodes.close();
    }
  });

  test("a question that was being answered is refunded in the copy, and goes on in the database", async (t) => {
    const student = await lab.student();
    const tab = await student.open();
    const running = await tab.begin("[[upstream: hold name=backup after=2]] Meanwhile");
    const file = newPlace();
    const { code, stdout } = await backup(file, "--json");
    assert.deepEqual([code, JSON.parse(stdout).ledger.open_reservations], [0, 1]);
    lab.upstream.release("backup");
    assert.equal((await tab.answer(running.answer_id)).event, "done");
    assert.equal(await student.gold(), kGold - 1);
    const server = await serveCopy(file, t, lab.upstream.url);
    const visitor = new HttpClient(server.url);
    visitor.cookie = student.http.cookie;
    assert.equal((await visitor.get("/api/me")).json.balances.gold, kGold);
  });
});

describe("the place of the copy", () => {
  test("a file that is there stays, unless --force is given", async () => {
    const file = newPlace();
    await writeFile(file, "somebody's");
    const { code, stdout, stderr } = await backup(file, "--json");
    assert.equal(code, 1);
    assert.equal(JSON.parse(stdout).error.code, "backup_exists");
    assert.match(stderr, /--force/);
    assert.equal(await readFile(file, "utf8"), "somebody's");
    assert.equal((await backup(file, "--force")).code, 0);
    assert.equal((await runCommand(["ledger", "verify", "--database", `sqlite:${file}`])).code, 0);
  });

  test("the database itself is never replaced", async () => {
    const student = await lab.student();
    const { code, stderr } = await backup("--force", lab.installation.databaseFile);
    assert.equal(code, 1);
    assert.match(stderr, /the database itself/);
    assert.equal(await student.gold(), kGold);
  });

  test("a folder that is not there, and one that is a file", async () => {
    for (const place of ["/nowhere/copy.sqlite", join(lab.installation.databaseFile, "copy.sqlite")]) {
      const { code, stderr } = await backup(place);
      assert.equal(code, 1);
      assert.match(stderr, /Cannot write .*copy\.sqlite .*choose another place/);
    }
    assert.equal((await backup(folder)).code, 1);
  });

  test("no name, and a name of nothing", async () => {
    assert.equal((await backup()).code, 2);
    assert.equal((await backup("")).code, 2);
  });

  test("without room there is a sentence, and no file", async (t) => {
    const full = await mkdtemp(join(tmpdir(), "ailab-e2e-full-"));
    t.after(() => rm(full, { recursive: true, force: true }));
    // What the shell lets a file have, in blocks of 512 bytes; a signal would end the program before it can say a word.
    const words = [binaryPath(), "backup", join(full, "copy.sqlite"), ...lab.installation.flags];
    const child = spawn("sh", ["-c", `trap '' XFSZ; ulimit -f 40; exec "$@"`, "sh", ...words], {
      env: cleanEnvironment(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (part) => (stderr += part));
    const [code] = await once(child, "close");
    assert.equal(code, 1);
    assert.match(stderr, /copy\.sqlite.*Nothing was kept/);
    assert.deepEqual(await readdir(full), []);
  });
});

test("on a terminal there is a progress bar, which goes", async (t) => {
  const file = newPlace();
  const screen = new Terminal(["backup", file, ...lab.installation.flags], { cwd: lab.installation.directory });
  t.after(() => screen.close());
  assert.equal(await screen.end(), 0, screen.shown);
  assert.match(screen.shown, /Backing up \[#*\.*\] +\d+ %/);
  assert.match(screen.shown, /the copy's ledger adds up/);
});
