// On what a run was made.
import { execFileSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";

/** @typedef {{processor: string, cores: number, memory_gib: number, kernel: string, commit: string}} Machine */

/** @returns {Machine} */
export function describeMachine() {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? "unknown",
    cores: all.length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    commit: commit(),
  };
}

/** Of the source; with a "+" when it was changed since. */
function commit() {
  try {
    const git = (/** @type {string[]} */ ...args) => execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--untracked-files=no") ? "+" : "");
  } catch {
    return "unknown";
  }
}

/** Moves this process to where it disturbs the server under test least. @param {string} cores as taskset takes them */
export function moveTo(cores) {
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores, String(process.pid)], { stdio: "ignore" });
}
