// A server that answers without any model, as a newcomer starts it.
import { spawn } from "node:child_process";
import { binaryPath, cleanEnvironment } from "../harness/binary.mjs";
import { install, ServerProcess } from "../harness/server_process.mjs";

/** Starts one; whoever started it ends it. */
export async function startDemo() {
  const installation = await install("");
  const args = ["run", "--host", "127.0.0.1", "--port", "0", "--provider", "demo", ...installation.flags];
  const child = spawn(binaryPath(), args, { cwd: installation.directory, env: cleanEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  const server = await ServerProcess.listening(child);
  return {
    url: server.url,
    async end() {
      await server.stop();
      await installation.remove();
    },
  };
}
