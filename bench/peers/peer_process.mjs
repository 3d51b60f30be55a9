// A peer as a process: started with its command, ready when it has said where it listens, ended by SIGTERM.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "../../tests/harness/binary.mjs";

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/** The command of each peer; `--port`, `--folder` and its own flags follow. @type {Record<string, string[]>} */
export const kCommands = {
  node: [process.execPath, "--disable-warning=ExperimentalWarning", file("node/main.mjs")],
  flask: ["/usr/bin/python3", file("flask/main.py")],
  nginx: [process.execPath, file("nginx/relay.mjs")],
  tls_end: [process.execPath, file("nginx/tls_end.mjs")],
};

/** A running peer; whoever started it stops it. */
export class PeerProcess {
  /** All that it wrote to stderr. */
  log = "";
  #exited;

  /** @param {string} folder @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child */
  constructor(folder, child) {
    this.folder = folder;
    this.child = child;
    this.#exited = once(child, "close");
    child.stderr.on("data", (part) => (this.log += part));
  }

  /**
   * @param {string} name
   * @param {{baseUrl?: string, ca?: string, folder?: string, flags?: string[]}} [options] baseUrl and ca: the model's API, and the file
   *   of the authority to trust where it speaks TLS; folder: of an earlier run, a new one unless told
   */
  static async start(name, { baseUrl, ca, folder, flags = [] } = {}) {
    folder ??= await mkdtemp(join(tmpdir(), `ailab-peer-${name}-`));
    const [program, ...args] = kCommands[name];
    const child = spawn(program, [...args, "--port", "0", "--folder", folder, ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
      env: cleanEnvironment({
        ...(baseUrl ? { OPENAI_BASE_URL: baseUrl } : {}),
        ...(ca ? { SSL_CERT_FILE: ca, NODE_EXTRA_CA_CERTS: ca } : {}),
      }),
    });
    const peer = new PeerProcess(folder, child);
    const said = await new Promise((resolve) => {
      createInterface(child.stdout).once("line", resolve).once("close", () => resolve(undefined));
    });
    if (said === undefined) {
      await peer.stop();
      throw new Error(`${name} did not start:\n${peer.log}`);
    }
    /** @type {{port: number, pid: number, ca?: string}} */
    const { port, pid, ca: authority } = JSON.parse(said);
    return Object.assign(peer, { port, pid, url: `http://127.0.0.1:${port}`, ca: authority });
  }

  /** @returns {Promise<number | null>} the exit code */
  async stop() {
    this.child.kill("SIGTERM");
    const [code] = await this.#exited;
    await rm(this.folder, { recursive: true, force: true });
    return code;
  }
}
