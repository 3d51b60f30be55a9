// A whole lab for a test: the server, the model it asks, and students.
import assert from "node:assert/strict";
import { startUpstream } from "../upstream/server.mjs";
import { HttpClient } from "./http_client.mjs";
import { install } from "./server_process.mjs";
import { Tab } from "./tab.mjs";

let students = 0;

/** A registered account with a session. Its lab closes its tabs. */
export class Student {
  /** @type {Tab[]} */
  #tabs;

  /** @param {string} username @param {string} password @param {HttpClient} http @param {Tab[]} tabs */
  constructor(username, password, http, tabs) {
    this.username = username;
    this.password = password;
    this.http = http;
    this.#tabs = tabs;
  }

  /** Opens a tab with the student's session. @param {import("./tab.mjs").Mode} [mode] */
  async open(mode) {
    const tab = await Tab.open(this.http.url, { cookie: this.http.cookie, mode });
    this.#tabs.push(tab);
    return tab;
  }

  /** @returns {Promise<{gold: number, silver: number, copper: number}>} */
  async balances() {
    return (await this.http.get("/api/me")).json.balances;
  }

  /** @returns {Promise<number>} */
  async gold() {
    return (await this.balances()).gold;
  }
}

/** One lab; whoever started it closes it. */
export class Lab {
  /** @type {Tab[]} */
  #tabs = [];

  /**
   * @param {import("./server_process.mjs").Installation} installation
   * @param {import("./server_process.mjs").ServerProcess} server
   * @param {import("../upstream/server.mjs").Upstream} upstream
   */
  constructor(installation, server, upstream) {
    this.installation = installation;
    this.server = server;
    this.upstream = upstream;
  }

  /** A visitor without a session. */
  visitor() {
    return new HttpClient(this.server.url);
  }

  /** A new student, logged in. @param {string} [username] */
  async student(username = `student-${process.pid}-${(students += 1)}`) {
    const http = this.visitor();
    const password = "correct horse battery";
    const answer = await http.post("/auth/register", { username, password });
    assert.equal(answer.status, 201, answer.text);
    return new Student(username, password, http, this.#tabs);
  }

  /** A tab of somebody who has no session, or the one of a cookie. @param {Parameters<typeof Tab.open>[1]} [options] */
  async open(options) {
    const tab = await Tab.open(this.server.url, options);
    this.#tabs.push(tab);
    return tab;
  }

  /** Serves the same data again, at the same address, after the server has ended. */
  async restart() {
    this.server = await this.installation.serve(this.server.port);
  }

  /** Stops everything and complains of what went wrong unnoticed: sanitizer reports, bad requests to the model. */
  async close() {
    for (const tab of this.#tabs) tab.close();
    try {
      if (this.server.child.exitCode === null && this.server.child.signalCode === null) await this.server.stop();
    } finally {
      this.server.child.kill("SIGKILL");
      await this.upstream.close();
      await this.installation.remove();
    }
    assert.deepEqual(this.upstream.complaints, [], "the model was asked in a way that OpenAI refuses");
  }
}

/**
 * @param {import("./settings.mjs").Settings} [settings]
 * @param {import("../upstream/server.mjs").UpstreamOptions & {url?: string, database?: string}} [upstreamOptions] `url`: where the server is
 *   told the model is; `database`: as install() takes it
 */
export async function startLab(settings = {}, { url, database, ...upstreamOptions } = {}) {
  const upstream = await startUpstream(upstreamOptions);
  try {
    const installation = await install(url ?? upstream.url, settings, database);
    return new Lab(installation, await installation.serve(), upstream);
  } catch (error) {
    await upstream.close();
    throw error;
  }
}
