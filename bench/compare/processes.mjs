// The programs of a measurement: each on its cores, and none of them outlives the runner, however that ends.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cleanEnvironment } from "../../tests/harness/binary.mjs";

/** Of what a program writes to stderr, so much is kept: its end. */
const kLogLength = 4000;
/** And so much of that is shown. */
const kSaidLength = 200;
/** A program that is not ready after so many ms hangs. */
const kStartPatience = 30_000;
/** One that has not ended so many ms after SIGTERM, too. */
const kStopPatience = 10_000;

/** @type {Set<Program>} */
const running = new Set();
/** @type {Set<string>} */
const folders = new Set();

/**
 * @typedef {object} Options
 * @property {string} cores on which it may run, as taskset takes them: "0" or "0,1"
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] beside the runner's own environment, from which settings of AI Lab are taken away
 * @property {"ignore" | "pipe"} [stdin]
 */

export class Program {
  /** The end of what it wrote to stderr. */
  log = "";
  #closed;
  #lines;

  /** @param {string} name for complaints @param {string[]} command @param {Options} options */
  constructor(name, [program, ...args], { cores, cwd, env, stdin = "ignore" }) {
    this.name = name;
    // The kernel ends it if the runner is killed. A group of its own: its children are ended with it.
    const words = ["--cpu-list", cores, "setpriv", "--pdeathsig", "TERM", program, ...args];
    this.child = spawn("taskset", words, { cwd, env: cleanEnvironment(env), stdio: [stdin, "pipe", "pipe"], detached: true });
    this.#closed = once(this.child, "close");
    this.#closed.catch(() => running.delete(this));
    this.child.stderr?.on("data", (part) => (this.log = (this.log + part).slice(-kLogLength)));
    this.#lines = createInterface({ input: /** @type {import("node:stream").Readable} */ (this.child.stdout) });
    running.add(this);
    this.child.once("close", () => running.delete(this));
  }

  get pid() {
    return /** @type {number} */ (this.child.pid);
  }

  /**
   * The first line of stdout that `read` takes for an answer (it returns undefined for others).
   * @template T @param {(line: string) => T | undefined} read @param {number} [patience] milliseconds @returns {Promise<T>}
   */
  async says(read, patience = kStartPatience) {
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        this.#lines.on("line", (line) => {
          const answer = read(line);
          if (answer !== undefined) resolve(answer);
        });
        this.#closed.then(([code, signal]) => reject(this.failure(`ended with ${code ?? signal} before it was ready`)), reject);
        timer = setTimeout(() => reject(this.failure(`was not ready after ${patience / 1000} s`)), patience);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** All lines of stdout until it ends by itself. @param {(line: string) => void} [onLine] @returns {Promise<{code: number | null, lines: string[]}>} */
  async finished(onLine = () => {}) {
    /** @type {string[]} */
    const lines = [];
    this.#lines.on("line", (line) => {
      lines.push(line);
      onLine(line);
    });
    const [code] = await this.#closed;
    return { code, lines };
  }

  /** @param {string} what @returns {Error} with what it said of it */
  failure(what) {
    const lines = this.log.trim().split("\n");
    // Interpreters put the error before or after a trace.
    const said = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1);
    return new Error(`${this.name} ${what}${said ? `: ${said.trim().slice(0, kSaidLength)}` : ""}`);
  }

  /** Asks it to end, and sees to it. */
  async stop() {
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.killNow(), kStopPatience);
    await this.#closed.catch(() => {});
    clearTimeout(timer);
  }

  /** Ends it and its children, at once: what it was started for is measured. */
  async kill() {
    this.killNow();
    await this.#closed.catch(() => {});
  }

  killNow() {
    if (!running.has(this) || this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch {
      // It has ended by itself just now.
    }
  }
}

/** Runs a command to its end and returns what it wrote to stdout; throws if it fails. @param {string} name @param {string[]} command @param {Options} options */
export async function run(name, command, options) {
  const program = new Program(name, command, options);
  const { code, lines } = await program.finished();
  if (code !== 0) throw program.failure(`ended with ${code}`);
  return lines;
}

/** A new folder, which is removed with the runner at the latest. @param {string} parent on a disk: databases lie in it */
export function temporaryFolder(parent) {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `run-${process.pid}-`));
  folders.add(folder);
  return folder;
}

/** @param {string} folder */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  folders.delete(folder);
}

/** Removes what runners that were killed have left behind. @param {string} parent */
export function removeLeftovers(parent) {
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const [, pid] = /^run-(\d+)-/.exec(name) ?? [];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Whatever ends the runner ends its programs and removes their folders. Call it once, at the start. */
export function endWithRunner() {
  process.on("exit", () => {
    for (const program of running) program.killNow();
    for (const folder of folders) removeFolder(folder);
  });
  for (const [signal, code] of /** @type {const} */ ([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]])) {
    process.on(signal, () => process.exit(code));
  }
}

/** A process and all that it has started. @param {number} pid @returns {Promise<number[]>} */
export async function processTree(pid) {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")).trim();
  const trees = await Promise.all(children.split(" ").filter(Boolean).map((child) => processTree(Number(child))));
  return [pid, ...trees.flat()];
}
