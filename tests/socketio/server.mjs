// Starts the conformance server, and stops it so that a sanitizer can still complain.
import { spawn } from "node:child_process";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** @returns {string} */
function binaryPath() {
  const built = fileURLToPath(new URL("../../build/dev/socketio-conformance", import.meta.url));
  const path = process.env.SOCKETIO_CONFORMANCE ?? built;
  if (!existsSync(path)) throw new Error(`${path} does not exist: build socketio-conformance, or name it in SOCKETIO_CONFORMANCE`);
  return path;
}

/**
 * A client that does not answer a ping within `pingTimeout` milliseconds is closed; the default leaves a busy machine time.
 * @param {{pingTimeout?: number}} [settings]
 * @returns {Promise<{url: string, wsUrl: string, stop: () => Promise<void>}>}
 */
export async function startServer({ pingTimeout = 20_000 } = {}) {
  const child = spawn(binaryPath(), ["--port", "0", "--ping-timeout", String(pingTimeout)], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const port = /^listening on (\d+)$/.exec(line)?.[1];
  assert.ok(port, `unexpected first line: ${line}`);
  const exited = once(child, "exit");
  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      const [code, signal] = await exited;
      assert.deepEqual({ code, signal }, { code: 0, signal: null }, "the server did not end well");
    },
  };
}
