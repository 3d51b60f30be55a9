// What stands behind the proxies: conformance servers that can be stopped and come back at the same port.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const kBuilt = fileURLToPath(new URL("../../build/dev/socketio-conformance", import.meta.url));

/** The default heartbeat of the library, in ms: what the documented timeouts have to fit. */
const kHeartbeat = ["--ping-interval", "25000", "--ping-timeout", "20000"];

/** Whoever started it stops it. */
export class ConformanceServer {
  /** @type {import("node:child_process").ChildProcess} */
  #child;

  static async start() {
    const server = new ConformanceServer();
    server.port = await server.#serve(0);
    return server;
  }

  port = 0;

  /** Serves again after stop(). */
  async serveAgain() {
    await this.#serve(this.port);
  }

  /** Ends in order, with no complaint of a sanitizer. */
  async stop() {
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const [code, signal] = await exited;
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, "the server did not end well");
  }

  /** What it says of itself, asked past the proxy. @returns {Promise<{sessions: number, opened: number}>} */
  async stats() {
    return (await fetch(`http://127.0.0.1:${this.port}/stats`, { headers: { connection: "close" } })).json();
  }

  /** Resolves when it has so many sessions. @param {number} count */
  async hasSessions(count) {
    while ((await this.stats()).sessions !== count);
  }

  /** @param {number} port */
  async #serve(port) {
    const path = process.env.SOCKETIO_CONFORMANCE ?? kBuilt;
    if (!existsSync(path)) throw new Error(`${path} does not exist: build socketio-conformance, or name it in SOCKETIO_CONFORMANCE`);
    this.#child = spawn(path, ["--port", String(port), ...kHeartbeat], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(createInterface({ input: /** @type {any} */ (this.#child.stdout) }), "line");
    return Number(/^listening on (\d+)$/.exec(line)?.[1]);
  }
}
