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

/** A stand-in for the binary whose `run` listens in name only. @param {string} atEnd what it does on SIGTERM */
async function binaryThat(atEnd) {
  const path = join(directory, "ailab");
  const script = `#!/bin/sh
[ "$1" = run ] || exit 0
trap '${atEnd}' TERM
echo 'ailab: listening on http://127.0.0.1:1'
while :; do sleep 0.05; done
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  process.env.AILAB_BINARY = path;
}

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
  await binaryThat("exit 0");
  await startAndStop();
});

for (const [what, atEnd, says] of /** @type {[string, string, RegExp][]} */ ([
  ["a bad exit code", "exit 3", /ended with 3/],
  ["an AddressSanitizer report", "echo ==1==ERROR: AddressSanitizer: heap-use-after-free >&2; exit 0", /sanitizer/],
  ["a LeakSanitizer report", "echo ==1==ERROR: LeakSanitizer: detected memory leaks >&2; exit 0", /sanitizer/],
  ["a ThreadSanitizer report", "echo WARNING: ThreadSanitizer: data race >&2; exit 0", /sanitizer/],
  ["an UndefinedBehaviorSanitizer report", "echo x.cpp:1:2: runtime error: signed overflow >&2; exit 0", /sanitizer/],
])) {
  test(`${what} fails the test`, async () => {
    await binaryThat(atEnd);
    await assert.rejects(startAndStop(), says);
  });
}

test("a server that ends before it listens fails with its words", async () => {
  const path = join(directory, "ailab");
  await writeFile(path, "#!/bin/sh\n[ \"$1\" = run ] || exit 0\necho 'no room' >&2; exit 1\n");
  await chmod(path, 0o755);
  process.env.AILAB_BINARY = path;
  await assert.rejects(startAndStop(), /no room/);
});

test("a missing binary is an error, not a pass", async () => {
  process.env.AILAB_BINARY = join(directory, "not-there");
  assert.throws(() => binaryPath(), /AILAB_BINARY/);
  await assert.rejects(runCommand(["run"]), /AILAB_BINARY/);
});

test("settings and proxies of whoever runs the tests do not reach the server", (t) => {
  t.after(() => ["AILAB_PORT", "OPENAI_API_KEY", "https_proxy"].forEach((name) => delete process.env[name]));
  Object.assign(process.env, { AILAB_PORT: "1", OPENAI_API_KEY: "sk-mine", https_proxy: "http://proxy" });
  const environment = cleanEnvironment({ AILAB_HOST: "x" });
  assert.deepEqual(Object.keys(environment).filter((name) => /AILAB|OPENAI|proxy/i.test(name)), ["AILAB_HOST"]);
});
