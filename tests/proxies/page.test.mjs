// What docs/operations.md names is there: metrics, settings.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";

const read = (/** @type {string} */ path) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const page = read("docs/operations.md");
const lab = await startLab();
after(() => lab.close());

/** @param {RegExp} pattern */
const named = (pattern) => new Set([...page.matchAll(pattern)].map(([, name]) => name));

test("every metric", async () => {
  const text = (await lab.visitor().get("/metrics")).text;
  const names = named(/`(ailab_\w+)`/g);
  assert.ok(names.size > 5);
  for (const name of names) assert.match(text, new RegExp(`^# TYPE ${name} `, "m"));
});

test("every setting", () => {
  const example = read("ailab.example.toml");
  const names = named(/`((?:server|limits|accounts)\.\w+)`/g);
  assert.ok(names.size > 5);
  for (const name of names) {
    const [section, key] = name.split(".");
    const lines = example.split(`\n[${section}]\n`)[1].split("\n[")[0];
    assert.match(lines, new RegExp(`^${key} = `, "m"), name);
  }
});

test("every refusal to start, word for word", () => {
  const sources = ["lib/net/src/listen.cpp", "lib/net/src/http_server.cpp", "lib/store/src/migrations.cpp", "lib/store/src/service_lock.cpp"];
  const text = sources.map(read).join("").replace(/"\s*\n\s*"/g, "");
  for (const words of [" is in use", "No connection can be accepted just now (", "This database was made by a newer version", "Another server is working on"]) {
    assert.ok(page.includes(words), words);
    assert.ok(text.includes(words), words);
  }
});
