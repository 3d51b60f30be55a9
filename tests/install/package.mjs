// Builds the Socket.IO library by itself, installs it into a folder that is thrown away, and runs what uses it there.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const kRepository = fileURLToPath(new URL("../..", import.meta.url));
const kBuild = process.env.SOCKETIO_BUILD ?? path.join(kRepository, "build", "socketio");
export const kCompiler = process.env.CXX ?? "clang++-19";

/**
 * Runs a program to its end. Its output is shown only by whoever finds it wrong.
 * @param {string} program @param {string[]} args @param {{cwd?: string, env?: Record<string, string>}} [options]
 * @returns {Promise<{code: number | null, output: string}>}
 */
export function attempt(program, args, options = {}) {
  const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (output += bytes));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** The same, of a program that has to succeed. Returns what it printed. @type {(...all: Parameters<typeof attempt>) => Promise<string>} */
export async function run(program, args, options) {
  const { code, output } = await attempt(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}

/** What a compiler is started with, so that what was compiled once is not compiled again; empty without ccache. */
export async function launcher() {
  const found = await attempt("ccache", ["--version"]).catch(() => ({ code: 1 }));
  return found.code === 0 ? ["ccache"] : [];
}

/** Every file below a folder, by its path from there, sorted. @param {string} folder */
export async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
}

/** A folder outside the repository, and an end to it. */
export async function temporaryFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), "socketio-install-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** @param {string} prefix */
export async function install(prefix) {
  await run("cmake", ["--preset", "socketio", "-B", kBuild], { cwd: kRepository });
  await run("cmake", ["--build", kBuild, "--target", "ailab_socketio"]);
  await run("cmake", ["--install", kBuild, "--prefix", prefix]);
}
