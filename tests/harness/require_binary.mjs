// Ends with an error if there is no server to test.
import { binaryPath } from "./binary.mjs";

try {
  console.log(`end-to-end tests of ${binaryPath()}`);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
