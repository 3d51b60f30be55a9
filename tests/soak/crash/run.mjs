// A crash run: students ask all the time, the server is killed again and again, and after each start all is looked at.
import { EventEmitter } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { HttpClient } from "../../harness/http_client.mjs";
import { kSanitizerReport, ServerProcess } from "../../harness/server_process.mjs";
import { startUpstream } from "../../upstream/server.mjs";
import { killFirstStart } from "./first_start.mjs";
import { inspect } from "./inspection.mjs";
import { momentsFor } from "./moments.mjs";
import { Random } from "./random.mjs";
import { Student } from "./student.mjs";
import { Traffic } from "./traffic.mjs";

/** Coins are there to be spent; silver and copper run out in a long run, as they may. */
const kSettings = { goldCoins: 100_000, runningPerAccount: 4, silenceTimeout: 1, firstByteTimeout: 2 };

/** For what a dead server has sent to reach its readers, at most, in milliseconds. */
const kLastWords = 2_000;

/**
 * @typedef {object} CrashOptions
 * @property {number} seed
 * @property {import("./databases.mjs").SqliteFiles | import("./databases.mjs").PostgreSqlDatabases} databases which outlive the run
 * @property {number} [students]
 * @property {number} [tabs] of each student
 */

/** One run; whoever started it closes it. After the first complaint nothing more is done. */
export class CrashRun {
  /** "asked" and "answered" (the model), "ack", "text" and "end" (a student), as they happen. */
  news = new EventEmitter().setMaxListeners(0);
  /** @type {string[]} what is wrong */
  complaints = [];
  /** @type {Map<string, number>} what happened how often */
  counts = new Map();
  /** @type {Student[]} */
  students = [];
  /** @type {ReturnType<typeof momentsFor>} those that have not had their turn */
  #moments = [];
  /** How long a start takes, in milliseconds. */
  #startTime = 100;

  /**
   * @param {CrashOptions} options
   * @param {import("../../harness/server_process.mjs").Installation} installation
   * @param {import("../../upstream/server.mjs").Upstream} upstream
   */
  constructor(options, installation, upstream) {
    this.databases = options.databases;
    this.tabs = options.tabs ?? 3;
    this.random = new Random(options.seed);
    this.installation = installation;
    this.upstream = upstream;
    this.traffic = new Traffic(upstream, this.news);
  }

  /** @param {CrashOptions} options */
  static async start(options) {
    const upstream = await startUpstream();
    const installation = await options.databases.install(upstream.url, kSettings);
    const run = new CrashRun(options, installation, upstream);
    try {
      await run.command("init-db");
      await run.serve();
      for (let count = options.students ?? 6; count > 0; count -= 1) await run.#register(`student-${count}`);
      await run.sitDown();
    } catch (error) {
      await run.close();
      throw error;
    }
    return run;
  }

  get passed() {
    return this.complaints.length === 0;
  }

  /** @param {string} complaint */
  complain = (complaint) => {
    this.complaints.push(complaint);
  };

  /** @param {string} what @param {number} [times] */
  count(what, times = 1) {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  /** Load, a kill, a start, an inspection. */
  async round() {
    if (this.#moments.length === 0) this.#moments = this.random.shuffled(momentsFor(this.databases));
    const [name, strike] = /** @type {ReturnType<typeof momentsFor>[0]} */ (this.#moments.pop());
    const over = new AbortController();
    const studying = this.students.map((student) => student.study(over.signal));
    try {
      await strike(this);
      this.count("rounds");
      this.count(`killed ${name}`);
      await this.serve();
    } catch (error) {
      this.complain(`a kill ${name}: ${/** @type {Error} */ (error).stack}`);
    } finally {
      over.abort();
      await Promise.all(studying);
    }
    if (this.passed) await inspect(this);
    if (this.server) this.#lookAtLog(this.server);
  }

  async serve() {
    const began = performance.now();
    this.server = await ServerProcess.listening(this.installation.spawn(this.port));
    this.#startTime = performance.now() - began;
    this.port = this.server.port;
    for (const student of this.students) student.http.url = this.server.url;
  }

  /** Opens every student's tabs. */
  async sitDown() {
    await Promise.all(this.students.map((student) => student.sitDown(this.tabs)));
  }

  /** Kills the server, and lets its readers read what it had sent. */
  async kill() {
    if (!this.server) throw new Error("there is no server to kill");
    await this.server.kill();
    this.count("kills");
    this.#lookAtLog(this.server);
    const connected = this.students.flatMap(({ desks }) => desks.filter((desk) => desk.connected));
    await Promise.race([Promise.all(connected.map((desk) => desk.tab.disconnected)), pause(kLastWords)]);
    for (const student of this.students) student.getUp();
  }

  /** Starts the server, and kills it before it serves, or as soon as it does. */
  async killStart() {
    this.server = new ServerProcess(this.installation.spawn(this.port));
    await pause(this.random.next() * this.#startTime * 1.3);
    await this.kill();
  }

  /** Kills the making of another database. */
  async killFirstStart() {
    await killFirstStart(await this.databases.install(this.upstream.url, kSettings), this.random);
    this.count("kills");
  }

  /** Runs a command of the program beside the server; it has to succeed. @param {string[]} args */
  async command(...args) {
    const { code, stdout, stderr } = await this.installation.run(...args, ...this.installation.flags);
    if (code !== 0) throw new Error(`ailab ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Writes down what the students were told, for whoever looks for the fault. */
  async keep() {
    const told = this.students.map(({ name, owed, questions }) => ({ name, owed, questions: [...questions.values()] }));
    await writeFile(join(this.installation.directory, "told.json"), JSON.stringify(told, null, 1));
    await writeFile(join(this.installation.directory, "server.log"), this.server?.log ?? "");
  }

  /** Ends all in order; what went wrong unnoticed until now is complained of. The data stays when something is wrong. */
  async close() {
    for (const student of this.students) student.getUp();
    const running = this.server && this.server.child.exitCode === null && this.server.child.signalCode === null;
    if (running) await this.server?.stop().catch((error) => this.complain(error.message));
    await this.upstream.close();
    for (const complaint of this.upstream.complaints) this.complain(`the model refused: ${complaint}`);
    if (this.passed) await this.installation.remove();
    else await this.keep();
  }

  /** @param {ServerProcess} server */
  #lookAtLog(server) {
    if (kSanitizerReport.test(server.log)) this.complain(`a sanitizer complained:\n${server.log}`);
  }

  /** @param {string} name */
  async #register(name) {
    if (!this.server) throw new Error("there is no server to register at");
    const http = new HttpClient(this.server.url);
    const answer = await http.post("/auth/register", { username: name, password: "correct horse battery" });
    if (answer.status !== 201) throw new Error(`${name} could not register: ${answer.text}`);
    const coins = (await http.get("/api/me")).json.balances;
    this.students.push(new Student(name, http, coins, this.random.fork(), this.news, this.complain));
  }
}
