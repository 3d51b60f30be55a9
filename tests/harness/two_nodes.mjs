// Two servers of a lab that work on one PostgreSQL database, each with a directory and a journal of its own.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startUpstream } from "../upstream/server.mjs";
import { HttpClient } from "./http_client.mjs";
import { Installation } from "./server_process.mjs";
import { Tab } from "./tab.mjs";

/** One node's directory; its data is in the database that it shares. */
class SharedInstallation extends Installation {
  #databaseUrl;

  /** @param {string} directory @param {string} modelUrl @param {string} databaseUrl */
  constructor(directory, modelUrl, databaseUrl) {
    super(directory, modelUrl);
    this.#databaseUrl = databaseUrl;
  }

  get flags() {
    return ["--config", this.settingsPath, "--database", this.#databaseUrl];
  }
}

/** One of the servers, which may be killed and served again at the same address. */
export class Node {
  /** @param {Installation} installation @param {import("./server_process.mjs").ServerProcess} server */
  constructor(installation, server) {
    this.installation = installation;
    this.server = server;
  }

  async kill() {
    await this.server.kill();
  }

  async restart() {
    this.server = await this.installation.serve(this.server.port);
  }
}

/** Both of them, and the model they ask; whoever started it closes it. */
export class TwoNodes {
  /** @type {Tab[]} */
  #tabs = [];
  #students = 0;

  /** @param {Node[]} nodes @param {import("../upstream/server.mjs").Upstream} upstream */
  constructor(nodes, upstream) {
    [this.here, this.there] = nodes;
    this.upstream = upstream;
  }

  /**
   * @param {string} databaseUrl of an empty database
   * @param {import("./settings.mjs").Settings} [settings]
   */
  static async start(databaseUrl, settings = {}) {
    const upstream = await startUpstream();
    /** @type {Node[]} */
    const nodes = [];
    for (const name of ["here", "there"]) {
      const directory = await mkdtemp(join(tmpdir(), `ailab-e2e-${name}-`));
      const installation = new SharedInstallation(directory, upstream.url, databaseUrl);
      await installation.configure(settings);
      nodes.push(new Node(installation, await installation.serve()));
    }
    return new TwoNodes(nodes, upstream);
  }

  /** A new student, registered at the first node and known to both. */
  async student() {
    const http = new HttpClient(this.here.server.url);
    const answer = await http.post("/auth/register", { username: `student-${(this.#students += 1)}`, password: "correct horse battery" });
    assert.equal(answer.status, 201, answer.text);
    return http;
  }

  /** @param {HttpClient} student @param {Node} node */
  async open(student, node) {
    const tab = await Tab.open(node.server.url, { cookie: student.cookie });
    this.#tabs.push(tab);
    return tab;
  }

  /** @param {HttpClient} student @returns {Promise<number>} */
  async gold(student) {
    return (await student.get("/api/me")).json.balances.gold;
  }

  /** Requests to the model for one question. @param {string} question */
  requestsFor(question) {
    return this.upstream.requests.filter((request) => request.question === question);
  }

  async close() {
    for (const tab of this.#tabs) tab.close();
    for (const node of [this.here, this.there]) {
      await node.server.stop();
      await node.installation.remove();
    }
    await this.upstream.close();
  }
}
