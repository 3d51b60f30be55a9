// The harness notices what a test that passes would hide: a missing binary, a sanitizer report, a bad exit code.
import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { binaryPath, cleanEnvironment, runCommand } from "./binary.mjs";
import { install } from "./server_process.mjs";

let directory = "";
const { AILAB_BINARY } = process.env;
before(async () => (directory = await mkdtemp(join(tmpdir(), "ailab-harness-"))));
beforeEach(() => delete process.env.AILAB_BINARY);
after(async () => {
  if (AILAB_BINARY !== undefined) process.env.AILAB_BINARY = AILAB_BINARY;
  await rm(directory, { recursive: true });
});

/** Puts a program in the binary's place. @param {string} program JavaScript */
async function binaryThat(program) {
  const path = join(directory, "ailab");
  await writeFile(path, `#!${process.execPath}\nif (process.argv[2] !== "run") process.exit(0);\n${program}\n`);
  await chmod(path, 0o755);
  process.env.AILAB_BINARY = path;
}

/** A program that listens in name only. @param {number} code @param {string} lastWords what it writes to stderr on SIGTERM */
const endingWith = (code, lastWords = "") => `
  process.once("SIGTERM", () => process.stderr.write(${JSON.stringify(lastWords)}, () => process.exit(${code})));
  setInterval(() => {}, 1e9);
  console.log("ailab: listening on http://127.0.0.1:1");`;

/** Starts and stops it. */
async function startAndStop() {
  const installation = await install("http://127.0.0.1:1/v1");
  try {
    await (await installation.serve()).stop();
  } finally {
    await installation.remove();
  }
}

test("a clean end is fine", async () => {
  await binaryThat(endingWith(0));
  await startAndStop();
});

for (const [what, program, says] of /** @type {[string, string, RegExp][]} */ ([
  ["a bad exit code", endingWith(3), /ended with 3/],
  ["an AddressSanitizer report", endingWith(0, "==1==ERROR: AddressSanitizer: heap-use-after-free\n"), /sanitizer/],
  ["a LeakSanitizer report", endingWith(0, "==1==ERROR: LeakSanitizer: detected memory leaks\n"), /sanitizer/],
  ["a ThreadSanitizer report", endingWith(0, "WARNING: ThreadSanitizer: data race\n"), /sanitizer/],
  ["an UndefinedBehaviorSanitizer report", endingWith(0, "x.cpp:1:2: runtime error: signed overflow\n"), /sanitizer/],
  ["an end before it listens", 'console.error("no room"); process.exitCode = 1;', /no room/],
])) {
  test(`${what} fails the test`, async () => {
    await binaryThat(program);
    await assert.rejects(startAndStop(), says);
  });
}

test("a missing binary is an error, not a pass", async () => {
  process.env.AILAB_BINARY = join(directory, "not-there");
  assert.throws(() => binaryPath(), /AILAB_BINARY/);
  await assert.rejects(runCommand(["run"]), /AILAB_BINARY/);
});

test("settings and proxies of whoever runs the tests do not reach the server", (t) => {
  t.after(() => ["AILAB_PORT", "OPENAI_API_KEY", "https_proxy"].forEach((name) => delete process.env[name]));
  Object.assign(process.env, { AILAB_PORT: "1", OPENAI_API_KEY: "sk-mine", https_proxy: "http://proxy" });
  const environment = cleanEnvironment({ AILAB_HOST: "x" });
  assert.deepEqual(Object.keys(environment).filter((name) => /^(AILAB_|OPENAI_|https?_proxy)/i.test(name)), ["AILAB_HOST"]);
});
