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

// Longer than any test may take: what is set to it cannot be why something happened.
export const kNever = 600_000;

// For tests of anything but the heartbeat: not even a ping comes.
export const kNoHeartbeat = { pingInterval: kNever };

/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */

/**
 * With pings, but without a timeout unless a test asks for one: a busy machine has all the time it needs.
 * @param {{pingInterval?: number, pingTimeout?: number, connectTimeout?: number, upgradeTimeout?: number, closeWait?: number,
 *   maxQueuedBytes?: number, recovery?: boolean}} [settings] in milliseconds
 */
export async function startServer(settings = {}) {
  const all = { pingInterval: 300, pingTimeout: kNever, connectTimeout: kNever, ...settings };
  const flags = ["--port", "0"];
  for (const [name, value] of Object.entries(all)) {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) flags.push(flag);
    else if (value !== false) flags.push(flag, String(value));
  }
  const child = spawn(binaryPath(), flags, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const died = exited.then(([code, signal]) => Promise.reject(new Error(`the server ended with ${code ?? signal}`)));
  died.catch(() => {}); // later it is meant to end
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), died]);
  const port = /^listening on (\d+)$/.exec(line)?.[1];
  assert.ok(port, `unexpected first line: ${line}`);
  return {
    port: Number(port),
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      const [code, signal] = await exited;
      assert.deepEqual({ code, signal }, { code: 0, signal: null }, "the server did not end well");
    },
  };
}
