// One running server: started with a directory of its own, stopped as an operator would, watched for sanitizer reports.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { binaryPath, cleanEnvironment, runCommand } from "./binary.mjs";
import { temporaryDatabase } from "./postgresql.mjs";
import { settingsFile } from "./settings.mjs";

/** A server that takes longer to end, in milliseconds, hangs. */
const kPatience = 60_000;

export const kSanitizerReport = /ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSanitizer|runtime error:/;

/** What the tests give as the model's key: no file, log line or page may ever show it. */
export const kApiKey = "sk-test-4f1c9a77d02e";

/** A directory with a settings file, and a database, which may be served again and again. Whoever made it removes it. */
export class Installation {
  /** Removes a database that is not in the directory. */
  dropDatabase = async () => {};

  /** @param {string} directory @param {string} modelUrl */
  constructor(directory, modelUrl) {
    this.directory = directory;
    this.modelUrl = modelUrl;
    this.databaseFile = join(directory, "ailab.sqlite");
    /** The database's address, as the server takes it. */
    this.database = `sqlite:${this.databaseFile}`;
    this.settingsPath = join(directory, "ailab.toml");
  }

  get environment() {
    return { OPENAI_BASE_URL: this.modelUrl, OPENAI_API_KEY: kApiKey };
  }

  /** Flags that say which settings and which data. */
  get flags() {
    return ["--config", this.settingsPath, "--database", this.database];
  }

  /** @param {string[]} args */
  run(...args) {
    return runCommand(args, { cwd: this.directory, env: this.environment });
  }

  /** @param {import("./settings.mjs").Settings} settings */
  async configure(settings) {
    await writeFile(this.settingsPath, settingsFile(settings));
  }

  /** Serves until stopped. @param {number} [port] a free one unless told */
  async serve(port = 0) {
    return ServerProcess.listening(this.spawn(port));
  }

  /** Starts to serve: who calls this watches it. @param {number} [port] a free one unless told */
  spawn(port = 0) {
    const args = ["run", "--host", "127.0.0.1", "--port", String(port), "--provider", "openai", ...this.flags];
    return spawn(binaryPath(), args, {
      cwd: this.directory,
      env: cleanEnvironment(this.environment),
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async remove() {
    await rm(this.directory, { recursive: true, force: true });
    await this.dropDatabase();
  }
}

/**
 * A new directory with an empty database.
 * @param {string} modelUrl
 * @param {import("./settings.mjs").Settings} [settings]
 * @param {string} [database] "sqlite": a file in the directory; "postgresql": a new one of $AILAB_TEST_POSTGRESQL; or an address of an
 *   empty one that the caller removes
 */
export async function install(modelUrl, settings = {}, database = process.env.AILAB_TEST_DATABASE ?? "sqlite") {
  const directory = await mkdtemp(join(tmpdir(), "ailab-e2e-"));
  const installation = new Installation(directory, modelUrl);
  await installation.configure(settings);
  if (database === "postgresql") {
    const { url, drop } = await temporaryDatabase();
    installation.database = url;
    installation.dropDatabase = drop;
  } else if (database !== "sqlite") {
    installation.database = database;
  }
  const { code, stderr } = await installation.run("init-db", ...installation.flags);
  if (code !== 0) throw new Error(`ailab init-db failed with ${code}: ${stderr}`);
  return installation;
}

/** The process; ends with stop() or kill(). */
export class ServerProcess {
  url = "";
  /** All that it wrote to stdout and stderr. */
  log = "";
  #exited;

  /** @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child */
  constructor(child) {
    this.child = child;
    this.#exited = once(child, "close");
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part) => {
        this.log += part;
        if (process.env.AILAB_TEST_LOG) process.stderr.write(part);
      });
    }
  }

  /** @param {ConstructorParameters<typeof ServerProcess>[0]} child */
  static async listening(child) {
    const server = new ServerProcess(child);
    const announced = new Promise((resolve, reject) => {
      createInterface(child.stdout).on("line", (line) => {
        const url = /^ailab: listening on (http:\/\/\S+)$/.exec(line)?.[1];
        if (url) resolve(url);
      });
      child.once("close", (code) => reject(new Error(`the server ended with ${code} before it listened:\n${server.log}`)));
    });
    server.url = await announced;
    return server;
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  /** Asks it to stop and expects a clean end: exit code 0 and no sanitizer report. */
  async stop() {
    this.terminate();
    await this.ended();
  }

  terminate() {
    this.child.kill("SIGTERM");
  }

  /** Resolves when it has ended cleanly after terminate(). */
  async ended() {
    const timer = setTimeout(() => {
      this.log += `\n(it did not end within ${kPatience} ms of SIGTERM, and was killed)\n`;
      this.child.kill("SIGKILL");
    }, kPatience);
    const [code, signal] = await this.#exited;
    clearTimeout(timer);
    const report = kSanitizerReport.exec(this.log);
    if (report) throw new Error(`a sanitizer complained (${report[0]}):\n${this.log}`);
    if (code !== 0) throw new Error(`the server ended with ${code ?? signal}:\n${this.log}`);
  }

  /** Ends it as a power cut would. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.#exited;
  }
}
