// Runs a command beside a PostgreSQL of its own: node with_postgresql.mjs [--no-fsync] COMMAND [ARGUMENT…]
// The command finds the superuser's address in AILAB_TEST_POSTGRESQL. Ends with the command's exit code.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { PostgreSql } from "./postgresql.mjs";

const kSignals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** @param {string[]} words @returns {Promise<number>} */
async function runBeside(words) {
  const fsync = words[0] !== "--no-fsync";
  const [command, ...args] = fsync ? words : words.slice(1);
  if (!command) {
    console.error("usage: with_postgresql.mjs [--no-fsync] COMMAND [ARGUMENT…]");
    return 2;
  }
  const server = await PostgreSql.started({ fsync });
  try {
    return await runToItsEnd(command, args, { ...process.env, AILAB_TEST_POSTGRESQL: server.url() });
  } finally {
    await server.remove();
  }
}

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
function runToItsEnd(command, args, env) {
  const child = spawn(command, args, { env, stdio: "inherit" });
  // What is meant for this process is meant for the command; the server is removed when that has ended.
  for (const signal of kSignals) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`with_postgresql: ${error.message}`);
      resolve(127);
    });
    child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)]));
  });
}

process.exitCode = await runBeside(process.argv.slice(2));
