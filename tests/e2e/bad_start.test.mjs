// A start that cannot work ends at once with a sentence that says what to do, and leaves everything as it was.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import { join } from "node:path";
import { describe } from "node:test";
import { runCommand } from "../harness/binary.mjs";
import { makeNewer } from "../harness/newer_database.mjs";
import { install } from "../harness/server_process.mjs";
import { test } from "../harness/test.mjs";

const kModel = "http://127.0.0.1:9/v1";

/** @param {import("node:test").TestContext} t */
async function installationFor(t) {
  const installation = await install(kModel);
  t.after(() => installation.remove());
  return installation;
}

/** Names and hashes of all files. @param {string} directory */
async function contentsOf(directory) {
  const names = (await readdir(directory, { recursive: true })).sort();
  const hashOf = async (/** @type {string} */ path) =>
    (await stat(path)).isFile() ? createHash("sha256").update(await readFile(path)).digest("hex") : "folder";
  return Promise.all(names.map(async (name) => `${name} ${await hashOf(join(directory, name))}`));
}

/**
 * Starts, and expects a refusal that changes nothing.
 * @param {import("../harness/server_process.mjs").Installation} installation
 * @param {string[]} args
 * @param {RegExp[]} says
 */
async function expectRefusal(installation, args, says) {
  const before = await contentsOf(installation.directory);
  const { code, stdout, stderr } = await installation.run(...args);
  assert.ok(code === 1 || code === 2, `exit code ${code}: ${stderr}`);
  for (const pattern of says) assert.match(stderr, pattern);
  assert.ok(stderr.trim().split("\n").length <= 3, `more than a sentence:\n${stderr}`);
  assert.doesNotMatch(stderr, /exception|terminate called|what\(\)|0x[0-9a-f]{6}|\.cpp:\d/i);
  assert.doesNotMatch(stdout, /listening/);
  assert.deepEqual(await contentsOf(installation.directory), before, "nothing has changed");
}

describe("settings", () => {
  for (const [what, text, says] of /** @type {[string, string, RegExp[]][]} */ ([
    ["broken TOML", "[server]\nport = 5000\n[limits\nconnections = 5\n", [/ailab\.toml/, /\b3\b/]],
    ["a string that does not end", '[server]\nhost = "127.0.0.1\n', [/\b2\b/]],
    ["an unknown key", "[limits]\n\nmessage_lenght = 100\n", [/message_lenght/, /\b3\b/]],
    ["an unknown section", "[limit]\nconnections = 5\n", [/\blimit\b/, /\b1\b|\b2\b/]],
    ["a limit below zero", "[limits]\nconnections = -1\n", [/connections/, /\b2\b/]],
    ["a port that is none", "# our lab\n\n[server]\nport = 70000\n", [/port/, /\b4\b/]],
    ["a word for a number", '[limits]\nmessages_per_minute = "many"\n', [/messages_per_minute/, /\b2\b/]],
    ["a number for a word", "[server]\nhost = 7\n", [/host/, /\b2\b/]],
    ["an unknown provider", '[provider]\nname = "oracle"\n', [/oracle|name/, /\b2\b/]],
    ["a timeout of nothing", "[provider]\nsilence_timeout_s = 0\n", [/silence_timeout_s/, /\b2\b/]],
    ["a certificate file that is not there", '[provider]\nca_file = "/nowhere/ca.pem"\n', [/\/nowhere\/ca\.pem/]],
  ])) {
    test(`${what}: the line and the reason`, async (t) => {
      const installation = await installationFor(t);
      await writeFile(installation.settingsPath, text);
      await expectRefusal(installation, ["run", "--port", "0", ...installation.flags], says);
    });
  }

  test("a settings file that is not there is named", async (t) => {
    const installation = await installationFor(t);
    await expectRefusal(installation, ["run", "--port", "0", "--config", "/nowhere/ailab.toml"], [/\/nowhere\/ailab\.toml/]);
  });

  test("an impossible value in the environment is named", async (t) => {
    const installation = await installationFor(t);
    const { code, stderr } = await runCommand(["run", ...installation.flags], {
      cwd: installation.directory,
      env: { AILAB_PORT: "five thousand" },
    });
    assert.ok(code === 1 || code === 2);
    assert.match(stderr, /AILAB_PORT|port/);
  });
});

test("a port in use is named", async (t) => {
  const installation = await installationFor(t);
  const occupant = net.createServer().listen(0, "127.0.0.1");
  await once(occupant, "listening");
  t.after(() => occupant.close());
  const { port } = /** @type {net.AddressInfo} */ (occupant.address());
  await expectRefusal(installation, ["run", "--port", String(port), ...installation.flags], [new RegExp(`\\b${port}\\b`)]);
});

describe("the database", () => {
  test("in a folder that cannot be written is named", async (t) => {
    const installation = await installationFor(t);
    // Not even root can make a file below a file.
    const path = join(installation.settingsPath, "deep", "ailab.sqlite");
    for (const command of ["init-db", "run"]) {
      await expectRefusal(installation, [command, "--database", `sqlite:${path}`], [/ailab\.sqlite|deep/]);
    }
  });

  test("that another server works on is not served twice", async (t) => {
    const installation = await installationFor(t);
    const server = await installation.serve();
    const { code, stdout, stderr } = await installation.run("run", "--port", "0", ...installation.flags);
    assert.equal(code, 1);
    assert.match(stderr, /[Aa]nother server is working on/);
    assert.doesNotMatch(stdout, /listening/);
    await server.stop();
    await (await installation.serve()).stop();
  });

  test("that is no database is left alone", async (t) => {
    const installation = await installationFor(t);
    await writeFile(installation.databaseFile, "Dear diary, this is not a database. ".repeat(200));
    for (const command of ["init-db", "run"]) await expectRefusal(installation, [command, ...installation.flags], [/database/i]);
  });

  test("of a newer version is left alone", async (t) => {
    const installation = await installationFor(t);
    makeNewer(installation.databaseFile);
    for (const command of ["init-db", "run"]) await expectRefusal(installation, [command, ...installation.flags], [/newer/i]);
  });

  test("of an unknown kind is named", async (t) => {
    const installation = await installationFor(t);
    await expectRefusal(installation, ["run", "--database", "oracle://lab"], [/oracle/]);
  });
});

describe("the command line", () => {
  for (const args of [["fly"], ["run", "--no-such-flag"], ["run", "--port"], ["run", "--port", "high"], []]) {
    test(`ailab ${args.join(" ") || "alone"} is wrong usage: exit code 2`, async () => {
      const { code, stderr, stdout } = await runCommand(args);
      assert.equal(code, 2);
      assert.match(stderr + stdout, /--help|usage/i);
    });
  }

  for (const args of [[], ["init-db"], ["run"], ["user"], ["coins"], ["ledger"], ["ledger", "verify"], ["import-flask"]]) {
    test(`ailab ${[...args, "--help"].join(" ")} explains: exit code 0`, async () => {
      const { code, stdout } = await runCommand([...args, "--help"]);
      assert.equal(code, 0);
      assert.ok(stdout.length > 50);
    });
  }

  test("init-db a second time does no harm and says so", async (t) => {
    const installation = await installationFor(t);
    const { code, stdout, stderr } = await installation.run("init-db", ...installation.flags);
    assert.equal(code, 0);
    assert.ok((stdout + stderr).trim().length > 0);
  });
});
