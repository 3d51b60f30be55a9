// A disk that a test can fill: a file system in memory.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whoever mounted it unmounts it. */
export class SmallDisk {
  /** @param {string} directory */
  constructor(directory) {
    this.directory = directory;
    this.filler = join(directory, "filler");
  }

  /** undefined if this user may not mount one. @param {number} megabytes */
  static mount(megabytes) {
    const directory = mkdtempSync(join(tmpdir(), "ailab-disk-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0700`, "tmpfs", directory], { stdio: "pipe" });
    } catch {
      rmSync(directory, { recursive: true });
      return undefined;
    }
    return new SmallDisk(directory);
  }

  /** Takes all the room that is left. */
  fill() {
    const file = openSync(this.filler, "w");
    try {
      for (const size of [1 << 20, 1 << 12]) this.#writeAll(file, Buffer.alloc(size));
    } finally {
      closeSync(file);
    }
  }

  /** @param {number} file @param {Buffer} bytes */
  #writeAll(file, bytes) {
    try {
      for (;;) writeSync(file, bytes);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOSPC") throw error;
    }
  }

  /** Gives the room back. */
  free() {
    rmSync(this.filler);
  }

  unmount() {
    execFileSync("umount", [this.directory]);
    rmSync(this.directory, { recursive: true });
  }
}
