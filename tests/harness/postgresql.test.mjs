// The PostgreSQL of the tests keeps what was committed through a stop and a crash, and leaves nothing behind.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { PostgreSql } from "./postgresql.mjs";
import { test } from "./test.mjs";

test("what was committed is there after a restart and after a crash, at the same address", async (t) => {
  const server = await PostgreSql.started();
  t.after(() => server.remove());
  const url = await server.createDatabase();
  assert.notEqual(url, await server.createDatabase());
  await server.query("CREATE TABLE notes (text TEXT)", url);
  await server.query("INSERT INTO notes VALUES ('before the stop')", url);
  await server.restart();
  await server.query("INSERT INTO notes VALUES ('before the crash')", url);
  await server.kill();
  await assert.rejects(server.query("SELECT 1", url), /psql failed/);
  await server.start();
  assert.equal(await server.query("SELECT text FROM notes", url), "before the stop\nbefore the crash");
});

/** @param {string[]} command @returns {Promise<{code: number | null, said: string}>} */
async function besidePostgresql(...command) {
  const program = fileURLToPath(new URL("with_postgresql.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, ...command], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (part) => (said += part));
  const [code] = await once(child, "close");
  return { code, said };
}

test("with_postgresql tells the command where it is, ends with its code and removes the server", async () => {
  const program = "console.log(process.env.AILAB_TEST_POSTGRESQL); process.exitCode = 7";
  const { code, said } = await besidePostgresql("--no-fsync", process.execPath, "-e", program);
  assert.equal(code, 7);
  assert.match(said, /^postgresql:\/\/tests:\w+@127\.0\.0\.1:\d+\/postgres\n$/);
  await assert.rejects(fetch(`http://127.0.0.1:${new URL(said).port}`), "nobody listens there any more");
});

test("with_postgresql complains of a command that is not there", async () => {
  assert.equal((await besidePostgresql("no-such-command")).code, 127);
  assert.equal((await besidePostgresql()).code, 2);
});
