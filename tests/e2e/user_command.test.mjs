// `ailab user`: accounts are made and mended beside the running server.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { runCommand } from "../harness/binary.mjs";
import { startLab } from "../harness/lab.mjs";
import { Terminal } from "../harness/terminal.mjs";
import { test } from "../harness/test.mjs";

const kPassword = "correct horse battery";

const lab = await startLab();
after(() => lab.close());

/** @param {string[]} args @param {string} [stdin] */
function user(args, stdin) {
  return runCommand(["user", ...args, ...lab.installation.flags], { cwd: lab.installation.directory, stdin });
}

async function names() {
  const { code, stdout, stderr } = await user(["list", "--json"]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).users.map((/** @type {any} */ one) => one.username);
}

/** @param {string} username @param {string} password */
async function logIn(username, password) {
  const visitor = lab.visitor();
  return { visitor, answer: await visitor.post("/auth/login", { username, password }) };
}

describe("user add", () => {
  test("makes an account that can log in at once, with the coins of a new one", async () => {
    const { code, stdout, stderr } = await user(["add", "Anna"], `${kPassword}\n`);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /Anna \(student\), with 100 gold, 10 silver and 20 copper/);
    const { visitor, answer } = await logIn("anna", kPassword);
    assert.equal(answer.status, 200);
    const { username, role, balances } = (await visitor.get("/api/me")).json;
    assert.deepEqual({ username, role, balances }, { username: "Anna", role: "student", balances: { gold: 100, silver: 10, copper: 20 } });
  });

  test("with a role, and one JSON object", async () => {
    const { code, stdout } = await user(["add", "inge", "--role", "instructor", "--json"], kPassword);
    assert.equal(code, 0);
    const { user: made, balances } = JSON.parse(stdout);
    assert.deepEqual([made.username, made.role, balances.copper], ["inge", "instructor", 20]);
    const { visitor } = await logIn("inge", kPassword);
    assert.equal((await visitor.get("/api/me")).json.role, "instructor");
  });

  for (const [what, args, stdin, exit, errorCode, says] of /** @type {[string, string[], string, number, string, RegExp][]} */ ([
    ["a name that is taken, in other letters", ["add", "ANNA"], kPassword, 1, "username_taken", /ANNA.*another name/],
    ["a name that is none", ["add", "a b"], kPassword, 1, "invalid_username", /3 to 32/],
    ["a short password", ["add", "new-one"], "short\n", 1, "weak_password", /8 to 256/],
    ["the name as the password", ["add", "new-one-1"], "New-One-1", 1, "weak_password", /username/],
    ["no password", ["add", "new-one"], "", 1, "no_password", /Standard input/],
    ["two lines", ["add", "new-one"], `${kPassword}\nmore\n`, 1, "no_password", /one line/],
    ["a password without end", ["add", "new-one"], "x".repeat(100_000), 1, "no_password", /one line/],
    ["an unknown role", ["add", "new-one", "--role", "teacher"], kPassword, 2, "wrong_usage", /teacher.*instructor/],
    ["no name", ["add"], kPassword, 2, "wrong_usage", /NAME/],
  ])) {
    test(`${what}: a sentence, and nothing is made`, async () => {
      const before = await names();
      const plain = await user(args, stdin);
      assert.deepEqual([plain.code, plain.stdout], [exit, ""]);
      assert.match(plain.stderr, says);
      const json = await user([...args, "--json"], stdin);
      assert.equal(json.code, exit);
      assert.equal(JSON.parse(json.stdout).error.code, errorCode);
      assert.deepEqual(await names(), before);
    });
  }

  test("never takes the password as an argument", async () => {
    const { code } = await user(["add", "new-one", kPassword], "");
    assert.equal(code, 2);
    assert.equal((await user(["add", "new-one", "--password", kPassword], "")).code, 2);
  });

  test("of two at once with one name, one is made", async () => {
    const both = await Promise.all([user(["add", "twin"], kPassword), user(["add", "Twin"], kPassword)]);
    assert.deepEqual(both.map(({ code }) => code).sort(), [0, 1]);
    assert.equal((await names()).filter((/** @type {string} */ name) => name.toLowerCase() === "twin").length, 1);
  });
});

describe("on a terminal", () => {
  /** @param {string[]} args */
  const terminal = (args) => new Terminal(["user", ...args, ...lab.installation.flags], { cwd: lab.installation.directory });

  test("the password is asked for twice, and not shown", async (t) => {
    const screen = terminal(["add", "typist"]);
    t.after(() => screen.close());
    await screen.shows("New password for typist: ");
    screen.type(`${kPassword}\n`);
    await screen.shows("The same again: ");
    screen.type(`${kPassword}\n`);
    assert.equal(await screen.end(), 0, screen.shown);
    assert.doesNotMatch(screen.shown, /horse/);
    assert.equal((await logIn("typist", kPassword)).answer.status, 200);
  });

  test("two that differ change nothing", async (t) => {
    const screen = terminal(["add", "doubtful"]);
    t.after(() => screen.close());
    await screen.shows("New password");
    screen.type(`${kPassword}\n`);
    await screen.shows("again");
    screen.type("another horse battery\n");
    assert.equal(await screen.end(), 1);
    assert.match(screen.shown, /differ; nothing was changed/);
    assert.ok(!(await names()).includes("doubtful"));
  });

  test("Ctrl-C ends it, and nothing is made", async (t) => {
    const screen = terminal(["add", "doubtful"]);
    t.after(() => screen.close());
    await screen.shows("New password");
    screen.type("\x03");
    assert.notEqual(await screen.end(), 0);
    assert.ok(!(await names()).includes("doubtful"));
  });
});

describe("user passwd", () => {
  test("ends all sessions at once: sockets are closed, and only the new password lets in", async () => {
    const student = await lab.student();
    const tabs = [await student.open("websocket"), await student.open("polling"), await student.open("default")];
    const other = await (await lab.student()).open();
    const { code, stdout, stderr } = await user(["passwd", student.username.toUpperCase()], "a new long password\n");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /1 login session/);
    await Promise.all(tabs.map((tab) => tab.disconnected));
    assert.equal((await student.http.get("/api/me")).status, 401);
    assert.equal((await logIn(student.username, student.password)).answer.status, 401);
    assert.equal((await logIn(student.username, "a new long password")).answer.status, 200);
    assert.equal((await other.ask("Still here?")).event, "done");
  });

  test("of an account that is not there: a sentence, before anything is asked", async () => {
    const { code, stderr } = await user(["passwd", "nobody"]);
    assert.equal(code, 1);
    assert.match(stderr, /no account "nobody".*user list/);
  });

  test("a weak password changes nothing", async () => {
    const student = await lab.student();
    assert.equal((await user(["passwd", student.username], "12345678")).code, 1);
    assert.equal((await student.http.get("/api/me")).status, 200);
    assert.equal((await logIn(student.username, student.password)).answer.status, 200);
  });
});

test("user list shows everybody with their coins", async () => {
  const student = await lab.student();
  const { stdout } = await user(["list"]);
  const row = stdout.split("\n").find((line) => line.startsWith(`${student.username} `));
  assert.match(row ?? "", /student +100 +10 +20 +\d{4}-\d\d-\d\d/);
});

test("every command explains itself", async () => {
  for (const words of [[], ["user"], ["user", "add"], ["user", "list"], ["user", "passwd"], ["coins"], ["coins", "show"], ["coins", "grant"],
    ["coins", "take"], ["ledger"], ["ledger", "verify"], ["backup"]]) {
    const { code, stdout } = await runCommand([...words, "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /Usage: ailab/);
  }
});

test("without a database they say what to do, and make none", async () => {
  const { code, stderr } = await runCommand(["user", "list", "--database", "sqlite:/nowhere/lab.sqlite"]);
  assert.equal(code, 1);
  assert.match(stderr, /init-db/);
});
