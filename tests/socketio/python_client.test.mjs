// Debian's python3-socketio client, in each way that it can connect.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { FaultyLine } from "./faulty_line.mjs";
import { startServer } from "./server.mjs";

// Debian's packages belong to Debian's interpreter, whatever else is installed.
const kPython = "/usr/bin/python3";
const kScript = fileURLToPath(new URL("python/client.py", import.meta.url));
const kPackages = { socketio: "python3-socketio", requests: "python3-requests", websocket: "python3-websocket" };

/** @type {import("./server.mjs").Server} */
let server;
before(async () => {
  for (const [module, name] of Object.entries(kPackages)) {
    const [code] = await once(spawn(kPython, ["-c", `import ${module}`]), "exit");
    assert.equal(code, 0, `Python cannot import ${module}: install the package ${name}`);
  }
  server = await startServer();
});
after(() => server.stop());

/**
 * Runs one scenario; returns what it said.
 * @param {string} scenario @param {string} transports
 * @param {{url?: string, hear?: (said: any[]) => void}} [settings] `hear` is told at once
 */
async function run(scenario, transports, { url = server.url, hear = () => {} } = {}) {
  const child = spawn(kPython, [kScript, scenario, url, transports], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  /** @type {Record<string, any>} */
  const said = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [name, ...values] = JSON.parse(line);
    said[name] = values.length === 1 ? values[0] : values;
    hear([name, ...values]);
  }
  assert.deepEqual(await exited, [0, null], `${scenario} failed`);
  return said;
}

const kWays = { polling: "polling", websocket: "websocket", "polling,websocket": "websocket" };

for (const [transports, atLast] of Object.entries(kWays)) {
  describe(transports === "polling,websocket" ? "polling then upgrade" : `${transports} only`, { concurrency: 4 }, () => {
    test("connects", async () => {
      const { auth, transport, id } = await run("connects", transports);
      assert.deepEqual([auth, transport], [[{}], atLast]);
      assert.match(id, /^[A-Za-z0-9_-]{20}$/);
    });

    test("is seen with its auth", async () => {
      assert.deepEqual((await run("authenticates", transports)).auth, [{ token: "123" }]);
    });

    test("is refused with a reason and data", async () => {
      const { refused } = await run("is_refused", transports);
      assert.deepEqual(refused, [{ message: "not authorized", data: { hint: "token" } }]);
    });

    test("is let in", async () => {
      assert.deepEqual((await run("is_let_in", transports)).namespaces, ["/guarded"]);
    });

    test("uses several namespaces", async () => {
      const { auths, namespaces, distinct } = await run("uses_namespaces", transports);
      assert.deepEqual(auths, [[{ a: 1 }], [{ a: 1 }]]);
      assert.deepEqual(namespaces, ["/", "/custom"]);
      assert.equal(distinct, true);
    });

    test("exchanges events", async () => {
      const { back, all } = await run("exchanges_events", transports);
      assert.deepEqual(back, [1, "2", { 3: [true, null, 0.5] }, "é😀"]);
      assert.equal(all, true);
    });

    test("its questions are answered", async () => {
      const { answer, nothing } = await run("is_answered", transports);
      assert.deepEqual(answer, [1, { 2: [false] }]);
      assert.equal(nothing, null);
    });

    test("answers the server's question", async () => {
      assert.deepEqual((await run("answers", transports)).answered, ["q1", { bytes: [1, 2] }]);
    });

    test("exchanges bytes, in events and answers", async () => {
      const { back, answer } = await run("exchanges_bytes", transports);
      assert.deepEqual(back, [{ bytes: [1, 2] }, { deep: [{ bytes: [] }, "text", { more: { bytes: [255, 0] } }] }]);
      assert.deepEqual(answer, { bytes: [7] });
    });

    test("hears what its room is told", async () => {
      const { other, both } = await run("uses_rooms", transports);
      assert.deepEqual(other, ["room"]);
      assert.deepEqual(both, [["everyone", { n: 1 }], ["everyone", { n: 1 }]]);
    });

    test("is disconnected by the server", async () => {
      assert.deepEqual((await run("is_disconnected", transports)).gone, []);
    });

    test("comes back when its line is cut", async () => {
      const line = await FaultyLine.to(server);
      const hear = (/** @type {any[]} */ [name]) => {
        // The next message breaks, whatever it is: with none under way there would be nothing to notice.
        if (name === "connected") line.arm({ kind: "rst", at: () => 0 });
      };
      const said = await run("comes_back", transports, { url: line.url, hear });
      assert.deepEqual(said, { connected: atLast, "new id": true, answer: "still here" });
      line.close();
    });
  });
}
