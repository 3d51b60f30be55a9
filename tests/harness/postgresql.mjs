// A real PostgreSQL of the tests' own: a private cluster in a temporary folder, stopped and started at will.
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";

/** What takes longer, in milliseconds, hangs. */
const kPatience = 120_000;

const kSuperuser = "tests";

/** Debian keeps its versions side by side, outside of PATH. @param {string} program */
function programPath(program) {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).map(Number).filter(Boolean) : [];
  const paths = versions.sort((a, b) => b - a).map((version) => join(root, String(version), "bin", program));
  const found = paths.find((path) => existsSync(path));
  if (!found) throw new Error(`There is no ${program} below ${root}. Install it: apt-get install postgresql`);
  return found;
}

/** PostgreSQL refuses to run as root, who lends it Debian's user for it. @returns {{uid?: number, gid?: number}} */
function identity() {
  if (process.getuid?.() !== 0) return {};
  const id = (/** @type {string} */ flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Those that run, so that none outlives this process. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGQUIT")));

/** One cluster; whoever created it removes it. It keeps its port and its data when it is stopped and started again. */
export class PostgreSql {
  /** What the server wrote, for the message of a failure. */
  log = "";
  #directory;
  #password;
  #identity;
  #fsync;
  #port = 0;
  #databases = 0;
  /** @type {import("node:child_process").ChildProcessByStdio<null, null, import("node:stream").Readable> | undefined} */
  #child;

  /** @param {string} directory @param {string} password @param {{uid?: number, gid?: number}} user @param {boolean} fsync */
  constructor(directory, password, user, fsync) {
    this.#directory = directory;
    this.#password = password;
    this.#identity = user;
    this.#fsync = fsync;
  }

  /**
   * A new cluster, not yet started.
   * @param {{fsync?: boolean}} [options] `fsync`: off for tests that need no durability; they are faster then
   */
  static async create({ fsync = true } = {}) {
    programPath("initdb");
    const user = identity();
    const directory = await mkdtemp(join(tmpdir(), "ailab-postgresql-"));
    const password = randomBytes(12).toString("hex");
    const passwordFile = join(directory, "password");
    try {
      await writeFile(passwordFile, password);
      if (user.uid !== undefined && user.gid !== undefined) {
        for (const path of [directory, passwordFile]) await chown(path, user.uid, user.gid);
      }
      const flags = ["--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8", `--username=${kSuperuser}`];
      await run("initdb", [...flags, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, join(directory, "data")], { ...user, cwd: directory });
      return new PostgreSql(directory, password, user, fsync);
    } catch (error) {
      await rm(directory, { recursive: true });
      throw error;
    }
  }

  /** A new cluster that runs. @param {Parameters<typeof PostgreSql.create>[0]} [options] */
  static async started(options) {
    const server = await PostgreSql.create(options);
    try {
      await server.start();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  /** The superuser's address of a database. @param {string} [database] */
  url(database = "postgres") {
    return `postgresql://${kSuperuser}:${this.#password}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Resolves when it takes connections. */
  async start() {
    for (let attempt = 1; ; attempt += 1) {
      const chosen = this.#port === 0;
      if (chosen) this.#port = await freePort();
      if (await this.#startOnce()) return;
      // Somebody else may have taken the port meanwhile; later it is part of addresses that tests hold.
      if (!chosen || attempt === 5) throw new Error(`PostgreSQL did not start:\n${this.log}`);
      this.#port = 0;
    }
  }

  async #startOnce() {
    assert.equal(this.#child, undefined, "it runs already");
    const settings = {
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      max_connections: 200,
      fsync: this.#fsync ? "on" : "off",
      synchronous_commit: "on",
      shared_buffers: "32MB",
      autovacuum_naptime: "1h",
      log_min_messages: "warning",
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = spawn(programPath("postgres"), ["-D", join(this.#directory, "data"), "-p", String(this.#port), ...flags], {
      ...this.#identity,
      cwd: this.#directory,
      env: { ...process.env, LC_ALL: "C" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    running.add(child);
    this.#child = child;
    child.once("close", () => {
      running.delete(child);
      if (this.#child === child) this.#child = undefined;
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", () => resolve(false));
      let line = "";
      child.stderr.on("data", (part) => {
        this.log += part;
        line = (line + part).slice(-4000);
        if (line.includes("database system is ready to accept connections")) resolve(true);
      });
    });
  }

  /** Ends it as an operator would: open transactions are rolled back, what was committed is written out. */
  async stop() {
    await this.#end("SIGINT");
  }

  /** Ends it as a crash would: all of its processes are gone at once, and the next start recovers from its log. */
  async kill() {
    await this.#end("SIGQUIT");
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** A fresh, empty database. @returns {Promise<string>} its address */
  async createDatabase() {
    const name = `lab_${(this.#databases += 1)}_${randomBytes(4).toString("hex")}`;
    await this.query(`CREATE DATABASE ${name}`);
    return this.url(name);
  }

  /**
   * Runs SQL as the superuser.
   * @param {string} sql @param {string} [url] of another database than the maintenance one
   * @returns {Promise<string>} the rows, a line each, columns separated by "|"
   */
  query(sql, url = this.url()) {
    return querySql(sql, url);
  }

  /**
   * Ends all connections to a database, as an administrator would, except those that are only being made: SOCI 4.0.3 loses the memory of
   * one that ends before it has been set up.
   * @param {string} url
   */
  async terminateConnections(url) {
    const made = "pid <> pg_backend_pid() AND query <> '' AND query NOT LIKE 'SET %'";
    await this.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND ${made}`, url);
  }

  /** Stops it if it runs, and deletes it. */
  async remove() {
    if (this.#child) await this.kill();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const child = this.#child;
    if (!child) throw new Error(`PostgreSQL does not run:\n${this.log}`);
    const timer = setTimeout(() => child.kill("SIGQUIT"), kPatience);
    child.kill(signal);
    await once(child, "close");
    clearTimeout(timer);
  }
}

/**
 * A fresh, empty database of the server that $AILAB_TEST_POSTGRESQL names.
 * @returns {Promise<{url: string, drop: () => Promise<void>}>}
 */
export async function temporaryDatabase() {
  const server = process.env.AILAB_TEST_POSTGRESQL;
  if (!server) throw new Error("AILAB_TEST_POSTGRESQL is not set: run the tests by harness/with_postgresql.mjs.");
  const name = `lab_${randomBytes(8).toString("hex")}`;
  await querySql(`CREATE DATABASE ${name}`, server);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: async () => void (await querySql(`DROP DATABASE ${name} WITH (FORCE)`, server)) };
}

/** All that a database holds, as SQL. @param {string} url @returns {Promise<string>} */
export function dump(url) {
  return run("pg_dump", [url]);
}

/** @param {string} sql @param {string} url */
const psqlArguments = (sql, url) => ["--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-Atqc", sql, url];

/** @param {string} sql @param {string} url @returns {Promise<string>} */
function querySql(sql, url) {
  return run("psql", psqlArguments(sql, url));
}

/** The rows that a query finds, at once; no value may hold "|" or a line break. @param {string} sql @param {string} url @returns {string[][]} */
export function rowsOf(sql, url) {
  const text = execFileSync(programPath("psql"), psqlArguments(sql, url), { encoding: "utf8" });
  return text.split("\n").filter(Boolean).map((line) => line.split("|"));
}

/** @param {string} program @param {string[]} args @param {import("node:child_process").ExecFileOptions} [options] @returns {Promise<string>} */
function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, LC_ALL: "C", PGCONNECT_TIMEOUT: "30" };
    execFile(programPath(program), args, { env: environment, maxBuffer: 1 << 28, ...options, encoding: "utf8" }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} failed: ${stderr || error.message}`));
      else resolve(stdout.trimEnd());
    });
  });
}

/** Below the ports that the system gives to outgoing connections, so that a stopped server's is still free at its next start. */
async function freePort() {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 15_000 + (randomBytes(2).readUInt16BE() % 15_000);
    const server = createServer().listen(port, "127.0.0.1");
    const free = await Promise.race([once(server, "listening").then(() => true), once(server, "error").then(() => false)]).catch(() => false);
    await new Promise((resolve) => server.close(resolve));
    if (free) return port;
  }
  throw new Error("There is no free port between 15000 and 30000.");
}
