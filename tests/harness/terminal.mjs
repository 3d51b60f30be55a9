// Runs a command on a terminal, as a person at a keyboard would.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { binaryPath, cleanEnvironment } from "./binary.mjs";

/** How long a word may take to appear, in milliseconds, until it is taken for missing. */
const kPatience = 45_000;

/** One command on a terminal of its own (util-linux's script); ends by itself or with close(). */
export class Terminal {
  /** All that the terminal has shown. */
  shown = "";
  #changed = () => {};
  #ended;

  /** @param {string[]} args of ailab @param {{cwd?: string, env?: Record<string, string>}} [options] */
  constructor(args, { cwd, env } = {}) {
    const words = [binaryPath(), ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    this.child = spawn("script", ["--quiet", "--return", "--command", words.join(" "), "/dev/null"], {
      cwd,
      env: cleanEnvironment({ TERM: "xterm", ...env }),
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#ended = once(this.child, "close");
    this.child.stdout.on("data", (part) => {
      this.shown += part;
      this.#changed();
    });
  }

  /** Resolves once the text has been shown. @param {string} text */
  async shows(text) {
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the terminal does not show "${text}", but: ${this.shown}`)), kPatience);
      this.#changed = () => {
        if (!this.shown.includes(text)) return;
        clearTimeout(timer);
        resolve(undefined);
      };
      this.#changed();
    });
  }

  /** @param {string} text */
  type(text) {
    this.child.stdin.write(text);
  }

  /** @returns {Promise<number>} the command's exit code */
  async end() {
    const [code] = await this.#ended;
    return code;
  }

  close() {
    this.child.kill("SIGKILL");
  }
}
