// The installed Socket.IO library, as a stranger gets it: what is in the prefix, and a program elsewhere that uses it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { closeAll, connect, connected, kModes, next } from "../socketio/clients.mjs";
import { attempt, filesIn, install, kCompiler, kRepository, launcher, run, temporaryFolder } from "./package.mjs";

const kSource = path.join(kRepository, "tests", "install", "consumer");

/** @type {Awaited<ReturnType<typeof temporaryFolder>>} */
let temporary;
let prefix = "";
let consumer = "";
/** @type {string[]} */
let cache = [];

before(async () => {
  temporary = await temporaryFolder();
  cache = await launcher();
  // The folder has another name each time, the cache is not to care.
  process.env.CCACHE_BASEDIR = temporary.folder;
  prefix = path.join(temporary.folder, "prefix");
  consumer = path.join(temporary.folder, "consumer");
  await install(prefix);
  await cp(kSource, consumer, { recursive: true });
});

after(async () => {
  closeAll();
  await temporary.remove();
});

/** Configures the consumer in a build folder of that name. @param {string} build @param {...string} settings */
function configure(build, ...settings) {
  const flags = [`-DCMAKE_PREFIX_PATH=${prefix}`, `-DCMAKE_CXX_COMPILER=${kCompiler}`, ...settings];
  if (cache.length > 0) flags.push(`-DCMAKE_CXX_COMPILER_LAUNCHER=${cache[0]}`);
  return attempt("cmake", ["-S", consumer, "-B", path.join(temporary.folder, build), ...flags]);
}

async function headers() {
  const include = path.join(prefix, "include", "socketio-cpp");
  const found = await filesIn(include);
  assert.ok(found.includes("socketio/server.h"));
  return { include, found };
}

test("everything in the prefix carries the library's name", async () => {
  for (const file of await filesIn(prefix)) {
    assert.match(file, /^(include\/socketio-cpp|lib\/cmake\/socketio|share\/doc\/socketio)\/|^lib\/libsocketio\w*\.a$|^lib\/pkgconfig\/socketio\.pc$/);
  }
});

test("the package's files name no folder of this build, and none of its flags", async () => {
  for (const file of await filesIn(path.join(prefix, "lib"))) {
    if (file.endsWith(".a")) continue;
    const text = await readFile(path.join(prefix, "lib", file), "utf8");
    assert.ok(!text.includes(kRepository.replace(/\/$/, "")), file);
    assert.doesNotMatch(text, /-W[a-z]|-fsanitize|-ffunction-sections|AILAB_/, file);
  }
});

test("every installed header compiles by itself", async () => {
  const { include, found } = await headers();
  const command = [...cache, kCompiler, "-std=c++23", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];
  const [program, ...flags] = [...command, `-I${path.relative(temporary.folder, include)}`, "-c", "-o"];
  const waiting = [...found];
  async function worker() {
    for (let header = waiting.pop(); header !== undefined; header = waiting.pop()) {
      const name = `${header.replaceAll("/", "_")}.cpp`;
      await writeFile(path.join(temporary.folder, name), `#include <${header}>\n`);
      await run(program, [...flags, `${name}.o`, name], { cwd: temporary.folder });
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
});

test("no header shows the libraries behind it", async () => {
  const { include, found } = await headers();
  for (const header of found) {
    const text = await readFile(path.join(include, header), "utf8");
    assert.doesNotMatch(text, /#include ["<](boost\/beast|zlib)/, header);
  }
});

test("a program elsewhere finds the package, builds with CMake's own flags, and serves the official client", async () => {
  const configured = await configure("build");
  assert.equal(configured.code, 0, configured.output);
  await run("cmake", ["--build", path.join(temporary.folder, "build")]);
  const child = spawn(path.join(temporary.folder, "build", "consumer"), { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  try {
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const port = /^listening on (\d+)$/.exec(line)?.[1];
    assert.ok(port, line);
    for (const options of Object.values(kModes)) await converse(`http://127.0.0.1:${port}`, options);
  } finally {
    closeAll();
    child.kill("SIGTERM");
  }
  assert.deepEqual(await exited, [0, null]);
});

/** Connect, event, ack, room. @param {string} url @param {object} options */
async function converse(url, options) {
  const speaker = await connected(url, options);
  const listener = connect(url, { ...options, auth: { token: "mine" } });
  assert.deepEqual(await next(listener, "welcome"), [{ token: "mine" }]);
  assert.equal(await listener.emitWithAck("enter", "lab"), "entered");
  const heard = next(listener, "said");
  speaker.emit("say", "lab", { text: "hello" });
  assert.deepEqual(await heard, [{ text: "hello" }]);
  speaker.disconnect();
  listener.disconnect();
}

test("pkg-config tells the same", async () => {
  const source = path.join(temporary.folder, "plain.cpp");
  await writeFile(source, "#include <socketio/encoder.h>\nint main() { return socketio::encode_disconnect(\"/\").size() != 2; }\n");
  const env = { PKG_CONFIG_PATH: path.join(prefix, "lib", "pkgconfig") };
  const flags = (await run("pkg-config", ["--cflags", "--libs", "socketio"], { env })).trim().split(/\s+/);
  const program = path.join(temporary.folder, "plain");
  await run(kCompiler, ["-std=c++23", source, "-o", program, ...flags]);
  await run(program, []);
});

test("another minor version is refused", async () => {
  const { code, output } = await configure("wrong-version", "-DSOCKETIO_VERSION=0.0");
  assert.notEqual(code, 0);
  assert.match(output, /requested version "0\.0"/);
});

test("a missing dependency is named, and how to get it", async () => {
  const { code, output } = await configure("without-boost", "-DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON");
  assert.notEqual(code, 0);
  assert.match(output.replace(/\s+/g, " "), /socketio needs Boost, .*libboost1\.81-dev/);
});

test("another compiler is refused before it fails to link", async (context) => {
  const other = await attempt("g++", ["--version"]).catch(() => ({ code: 1 }));
  if (other.code !== 0) return context.skip("there is no g++");
  const { code, output } = await configure("other-compiler", "-DCMAKE_CXX_COMPILER=g++");
  assert.notEqual(code, 0);
  assert.match(output.replace(/\s+/g, " "), /built with Clang .* yours is GNU/);
});
