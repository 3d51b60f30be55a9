// Finds the server's binary and runs its short commands.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const kDefault = fileURLToPath(new URL("../../build/dev/ailab", import.meta.url));
/** What the leak sanitizer does not report: each with its reason, and none of them ours. */
const kKnownLeaks = fileURLToPath(new URL("lsan.supp", import.meta.url));

/** Path of the binary: $AILAB_BINARY, or the development build. Throws if there is none: tests that test nothing must not pass. */
export function binaryPath() {
  const path = resolve(process.env.AILAB_BINARY ?? kDefault);
  if (!existsSync(path)) throw new Error(`There is no server to test at ${path}: build it, or set AILAB_BINARY.`);
  return path;
}

/** Settings of whoever runs the tests, and proxies, must not reach the server. @param {Record<string, string>} [more] */
export function cleanEnvironment(more = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AILAB_|OPENAI_|(https?|all|no)_proxy$)/i.test(name));
  return { ...Object.fromEntries(kept), LSAN_OPTIONS: `suppressions=${kKnownLeaks}:print_suppressions=0`, ...more };
}

/**
 * Runs a command to its end.
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>, stdin?: string}} [options]
 * @returns {Promise<{code: number | null, stdout: string, stderr: string}>}
 */
export async function runCommand(args, { cwd, env, stdin = "" } = {}) {
  const child = spawn(binaryPath(), args, { cwd, env: cleanEnvironment(env), stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {}); // a command that does not read its input
  child.stdin.end(stdin);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (part) => (stdout += part));
  child.stderr.on("data", (part) => (stderr += part));
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}
