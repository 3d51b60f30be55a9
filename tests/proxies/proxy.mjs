// A real nginx or HAProxy with a documented configuration, in a directory of its own and on free ports.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCertificates } from "../upstream/certificates.mjs";
import { changed, documented } from "./documented.mjs";
import { trust } from "./trust.mjs";

/** A proxy that does not listen after so many ms, or does not end, hangs. */
const kPatience = 30_000;

const hasIpv6 = Object.values(networkInterfaces()).flat().some((one) => one?.address === "::1");

/**
 * @typedef {object} Layout what a test puts in the place of the documented addresses
 * @property {string} directory
 * @property {number} httpPort
 * @property {number} httpsPort
 * @property {[from: string, to: string][]} upstreams
 * @property {boolean} several whether there are several servers: then those blocks are used that keep a client on one of them
 */

/** @param {Layout} layout */
function nginxCommand({ directory, httpPort, httpsPort, upstreams, several }) {
  const listen = (/** @type {string} */ port, /** @type {number} */ here) =>
    /** @type {[string, string][]} */ ([
      [`listen ${port}`, `listen 127.0.0.1:${here}`],
      [`    listen [::]:${port}`, hasIpv6 ? `    listen [::1]:${here}` : "    # no IPv6 here: "],
    ]);
  let site = changed(documented("nginx", "/etc/nginx/sites-available/ailab"), [
    ...listen("80", httpPort),
    ...listen("443", httpsPort),
    ["https://$http_host$request_uri", `https://127.0.0.1:${httpsPort}$request_uri`],
    ["/etc/ssl/lab/", `${directory}/`],
    ...(several ? [] : upstreams),
  ]);
  if (several) {
    const group = changed(documented("nginx", "several servers: in place of `upstream ailab`"), upstreams);
    site = site.replace(/^upstream ailab \{[^}]*\}/m, group);
  }
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${directory}/${one};`);
  // One process of this user, in place of the system's master and its workers.
  const configuration = `daemon off; master_process off; pid ${directory}/nginx.pid; error_log stderr error;
    events { worker_connections 1000; }
    http { access_log off; ${folders.join(" ")}
    ${site} }`;
  return { program: "nginx", args: ["-p", directory, "-e", "stderr", "-c"], configuration };
}

/** @param {Layout} layout */
function haproxyCommand({ directory, httpPort, httpsPort, upstreams, several }) {
  let sections = changed(documented("haproxy", "/etc/haproxy/haproxy.cfg, below `global`"), [
    ["bind :80", `bind 127.0.0.1:${httpPort}`],
    ["bind :443", `bind 127.0.0.1:${httpsPort}`],
    ["redirect scheme https", `redirect prefix https://127.0.0.1:${httpsPort}`],
    ["/etc/ssl/lab/", `${directory}/`],
    ...(several ? [] : upstreams),
  ]);
  if (several) {
    const backend = changed(documented("haproxy", "several servers: in place of `backend ailab`"), upstreams);
    sections = sections.replace(/^backend ailab\n(    .*\n)*/m, backend);
  }
  return { program: "haproxy", args: ["-db", "-f"], configuration: `global\n    maxconn 1000\n\n${sections}` };
}

const kCommands = { nginx: nginxCommand, HAProxy: haproxyCommand };
/** @typedef {keyof typeof kCommands} ProxyName */
export const kProxies = /** @type {ProxyName[]} */ (Object.keys(kCommands));

/** A running proxy; whoever started it stops it. */
export class Proxy {
  #child;
  #exited;
  #certificates;
  #directory;
  log = "";

  /**
   * @param {import("node:child_process").ChildProcessByStdio<null, null, import("node:stream").Readable>} child
   * @param {Layout} layout @param {import("../upstream/certificates.mjs").Certificates} certificates
   */
  constructor(child, layout, certificates) {
    this.#child = child;
    this.#exited = new Promise((resolve) => child.once("close", resolve));
    this.#directory = layout.directory;
    this.#certificates = certificates;
    this.httpUrl = `http://127.0.0.1:${layout.httpPort}`;
    this.url = `https://127.0.0.1:${layout.httpsPort}`;
    this.wsUrl = `wss://127.0.0.1:${layout.httpsPort}`;
    child.stderr.on("data", (part) => (this.log += part));
  }

  get running() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async stop() {
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), kPatience);
    this.#child.kill("SIGTERM");
    await this.#exited;
    clearTimeout(timer);
    await this.#certificates.remove();
    await rm(this.#directory, { recursive: true });
  }
}

/**
 * @param {ProxyName} name
 * @param {{ports: number[], several?: boolean}} servers where the servers behind it listen
 */
export async function startProxy(name, { ports, several = false }) {
  const certificates = await createCertificates();
  const directory = await mkdtemp(join(tmpdir(), "ailab-proxy-"));
  const [httpPort, httpsPort] = await freePorts(2);
  const known = several ? ["127.0.0.1:3001", "127.0.0.1:3002"] : ["127.0.0.1:5000"];
  /** @type {[string, string][]} */
  const upstreams = known.map((address, index) => [address, `127.0.0.1:${ports[index]}`]);
  const layout = { directory, httpPort, httpsPort, upstreams, several };
  const { program, args, configuration } = kCommands[name](layout);
  const file = join(directory, "configuration");
  const { cert, key } = certificates.server;
  await Promise.all([
    writeFile(file, configuration),
    writeFile(join(directory, "fullchain.pem"), cert),
    writeFile(join(directory, "privkey.pem"), key),
    writeFile(join(directory, "haproxy.pem"), cert + key),
  ]);
  trust(certificates.caFile);
  const child = spawn(program, [...args, file], {
    stdio: ["ignore", "ignore", "pipe"],
    // Where Debian has them; not in everyone's path.
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  const proxy = new Proxy(child, layout, certificates);
  try {
    await once(child, "spawn");
    await proxyListens(proxy, httpsPort);
  } catch (error) {
    await proxy.stop();
    if (error.code === "ENOENT") throw new Error(`There is no ${program}. Install it: apt-get install nginx-light haproxy`);
    throw error;
  }
  return proxy;
}

/** @param {Proxy} proxy @param {number} port */
async function proxyListens(proxy, port) {
  for (const last = performance.now() + kPatience; ; await sleep(20)) {
    if (!proxy.running) throw new Error(`the proxy did not take its configuration:\n${proxy.log}`);
    const socket = connect(port, "127.0.0.1");
    const open = await Promise.race([once(socket, "connect").then(() => true), once(socket, "close").then(() => false)]).catch(() => false);
    socket.destroy();
    if (open) return;
    if (performance.now() > last) throw new Error(`the proxy does not listen on ${port}:\n${proxy.log}`);
  }
}

/** Ports that are free just now. @param {number} count @returns {Promise<number[]>} */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, "listening");
      return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
