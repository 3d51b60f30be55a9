// Accessibility rules that a machine can check.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const kSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails if axe finds anything, naming the state that the page was in. @param {import("./desk.mjs").Desk} desk @param {string} state */
export async function expectAccessible(desk, state) {
  // Not as a script tag: the page's own policy forbids it.
  await desk.page.evaluate(kSource);
  const violations = await desk.page.evaluate(async () => {
    // @ts-expect-error axe is what the line above defined
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.map((/** @type {any} */ { id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((/** @type {any} */ node) => `${node.target}: ${node.any[0]?.message ?? node.html}`),
    }));
  });
  assert.deepEqual(violations, [], state);
}
