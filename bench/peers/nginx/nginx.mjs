// Runs an nginx by itself in a folder, as one process in the foreground, and ends with it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** An nginx that does not listen after so many ms hangs. */
const kPatience = 30_000;

/** What every server here has in common: many streams, none of which is ever held back, logged or closed for its age. */
const frame = (/** @type {string} */ folder, /** @type {string} */ servers) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr error;
events {
  worker_connections 32768;
}
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${folder}/${one};`).join("\n  ")}
  keepalive_timeout 1h;
  keepalive_requests 1000000000;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_buffering off;
  proxy_buffer_size 64k;
  proxy_buffers 4 64k;
  proxy_read_timeout 1h;
${servers}
}
`;

/** An `upstream` block whose connections are kept. @param {string} address */
export const keptUpstream = (address) => `
  upstream model {
    server ${address};
    keepalive 16384;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
  }`;

/** @returns {Promise<number>} a port that is free just now: nginx cannot choose one itself */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((done) => server.close(done));
  return port;
}

/** @param {number} port @param {import("node:child_process").ChildProcess} child */
async function listens(port, child) {
  for (const last = performance.now() + kPatience; child.exitCode === null; await sleep(5)) {
    const socket = connect(port, "127.0.0.1");
    const open = await Promise.race([once(socket, "connect").then(() => true), once(socket, "close").then(() => false)]).catch(() => false);
    socket.destroy();
    if (open) return;
    if (performance.now() > last) throw new Error(`nginx does not listen on port ${port}`);
  }
  throw new Error("nginx did not take its configuration");
}

/**
 * Prints {"port", "pid", ...more} when it listens; SIGTERM ends it.
 * @param {{port: string, folder: string, servers: (port: number) => string, more?: object, atEnd?: () => Promise<void>}} options
 *   "0" as port takes a free one
 */
export async function runNginx({ port: wanted, folder, servers, more = {}, atEnd = async () => {} }) {
  const port = Number(wanted) || (await freePort());
  const directory = resolve(folder);
  const file = join(directory, "nginx.conf");
  await writeFile(file, frame(directory, servers(port)));
  const child = spawn("nginx", ["-p", directory, "-e", "stderr", "-c", file], {
    stdio: ["ignore", "ignore", "inherit"],
    // Where Debian has it; not in everyone's path.
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  process.once("SIGTERM", () => child.kill("SIGTERM"));
  const ended = once(child, "close");
  try {
    await listens(port, child);
    console.log(JSON.stringify({ port, pid: child.pid, ...more }));
    const [code] = await ended;
    process.exitCode = code ?? 1;
  } finally {
    child.kill("SIGKILL");
    await atEnd();
  }
}
