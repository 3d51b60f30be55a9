// One measurement's stage: the model, its TLS end if there is one, and the server, all of them new; nothing is left of it.
import { join } from "node:path";
import { kContestants } from "./contestants.mjs";
import { built, kOutput, kPeers, kUpstream } from "./paths.mjs";
import { kCores } from "./plan.mjs";
import { Program, processTree, removeFolder, temporaryFolder } from "./processes.mjs";

/** @typedef {import("./accounts.mjs").Accounts} Accounts */
/** @typedef {import("./plan.mjs").Scenario} Scenario */
/** @typedef {import("./plan.mjs").Contestant} Contestant */

export class Stage {
  /** @type {Program[]} */
  #programs = [];
  /** @type {Program | undefined} */
  #server;
  /** Of all that the server runs as. @type {number[]} */
  serverPids = [];
  /** Of the model and its TLS end. @type {number[]} */
  upstreamPids = [];
  port = 0;

  /** The file with the sessions of its students, a cookie in each line. @type {string | undefined} */
  cookies;

  /** @param {Accounts} accounts @param {Scenario} scenario @param {Contestant} contestant */
  constructor(accounts, scenario, contestant) {
    this.accounts = accounts;
    this.cores = scenario.cores ?? kCores;
    this.tls = scenario.tls ?? false;
    this.contestant = contestant;
    this.kind = kContestants[contestant.of];
    this.folder = temporaryFolder(kOutput);
  }

  /** @param {Accounts} accounts @param {Scenario} scenario @param {Contestant} contestant @template T @param {(stage: Stage) => Promise<T>} measure @returns {Promise<T>} */
  static async with(accounts, scenario, contestant, measure) {
    const stage = new Stage(accounts, scenario, contestant);
    try {
      return await measure(stage);
    } catch (error) {
      throw stage.#explained(error);
    } finally {
      await stage.clear();
    }
  }

  /** Starts the model, and prepares what the server needs before its first start. */
  async setUp() {
    const model = await this.#startModel();
    this.cookies = await this.accounts.copyTo(this.contestant.of, this.folder);
    this.setting = { cores: this.cores.server, folder: this.folder, model, flags: this.contestant.flags ?? [] };
    await this.kind.prepare(this.setting);
  }

  /** Starts the server and waits until it listens. */
  async startServer() {
    if (!this.setting) await this.setUp();
    const { program, port, pid } = await this.kind.start(/** @type {import("./contestants.mjs").Setting} */ (this.setting));
    this.#programs.push(program);
    this.#server = program;
    this.serverPids = await processTree(pid);
    this.port = port;
  }

  async #startModel() {
    const upstream = await this.#startUpstream("the upstream", [built(kUpstream), "--port", "0"]);
    if (!this.tls) return { url: `http://127.0.0.1:${upstream.port}/v1` };
    const command = [process.execPath, join(kPeers, "nginx/tls_end.mjs"), "--port", "0", "--folder", this.folder];
    const end = await this.#startUpstream("the TLS end", [...command, "--upstream", String(upstream.port)]);
    return { url: `https://localhost:${end.port}/v1`, authority: end.ca };
  }

  /** @param {string} name @param {string[]} command @returns {Promise<{port: number, ca?: string}>} */
  async #startUpstream(name, command) {
    const program = new Program(name, command, { cores: this.cores.load });
    this.#programs.push(program);
    const said = await program.says((line) => JSON.parse(line));
    this.upstreamPids.push(said.pid ?? program.pid);
    return said;
  }

  /** With what the server had to say of it: the load sees only that an answer did not come. @param {Error} error */
  #explained(error) {
    const said = this.#server?.log.split("\n").findLast((line) => /warn|error/i.test(line));
    return said && !error.message.includes(said) ? new Error(`${error.message}; ${this.kind.title}: ${said.trim().slice(0, 200)}`) : error;
  }

  async clear() {
    await Promise.all(this.#programs.map((program) => program.kill()));
    removeFolder(this.folder);
  }
}
