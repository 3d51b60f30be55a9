// The conformance server under load: started, looked at from outside, stopped so that a leak is reported.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const kBuilt = fileURLToPath(new URL("../../build/dev/socketio-conformance", import.meta.url));

/** Quick enough that who falls silent is gone within seconds, slow enough for ten thousand to be pinged on a busy machine. */
export const kHeartbeat = { interval: 10_000, timeout: 10_000 };

/**
 * @typedef {object} Stats what the server says of itself, and the system of it
 * @property {number} sessions
 * @property {number} opened
 * @property {number} connections
 * @property {number} refused_connections
 * @property {number} heap_bytes
 * @property {number} rss_bytes
 */

/** A running server; whoever started it stops it. */
export class SoakedServer {
  #child;
  #exited;
  log = "";

  static async start() {
    const path = process.env.SOCKETIO_CONFORMANCE ?? kBuilt;
    if (!existsSync(path)) throw new Error(`${path} does not exist: build socketio-conformance, or name it in SOCKETIO_CONFORMANCE`);
    const args = ["--port", "0", "--ping-interval", String(kHeartbeat.interval), "--ping-timeout", String(kHeartbeat.timeout)];
    const options = `${process.env.ASAN_OPTIONS ?? ""}:detect_leaks=1`;
    const child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ASAN_OPTIONS: options } });
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    return new SoakedServer(child, Number(/^listening on (\d+)$/.exec(line)?.[1]));
  }

  /** @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child @param {number} port */
  constructor(child, port) {
    this.#child = child;
    this.port = port;
    this.#exited = once(child, "close");
    child.stderr.on("data", (part) => (this.log += part));
  }

  /** Rejects when the server has died. @returns {Promise<Stats>} */
  async stats() {
    const told = await (await fetch(`http://127.0.0.1:${this.port}/stats`)).json();
    const status = await readFile(`/proc/${this.#child.pid}/status`, "utf8");
    return { ...told, rss_bytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024 };
  }

  /** @returns {Promise<{code: number | null, signal: string | null}>} */
  async stop() {
    this.#child.kill("SIGTERM");
    const [code, signal] = await this.#exited;
    return { code, signal };
  }

  kill() {
    this.#child.kill("SIGKILL");
  }
}
