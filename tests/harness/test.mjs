// node:test with an end to every test: one that waits in vain fails by name and lets the others of its file run.
import * as nodeTest from "node:test";

/** Far longer than any test takes, in milliseconds. */
const kLongest = 90_000;

/** @param {string} name @param {(context: nodeTest.TestContext) => void | Promise<void>} body */
export function test(name, body) {
  return nodeTest.test(name, { timeout: kLongest }, body);
}
