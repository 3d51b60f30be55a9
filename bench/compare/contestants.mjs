// How each contestant is started, in the configuration that a user would choose for it, with limits out of the way.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { built, kBinary, kPeers } from "./paths.mjs";
import { Program, run } from "./processes.mjs";

/** Where a server finds the model's API. @typedef {{url: string, authority?: string}} Model `authority`: the file to trust, where it speaks TLS */
/**
 * @typedef {object} Setting
 * @property {string} cores
 * @property {string} folder its own, empty
 * @property {Model} model
 * @property {string[]} flags
 * @property {boolean} [quickPasswords] while accounts are made
 */
/** @typedef {{program: Program, port: number, pid: number}} Server pid: of the process that does the work */
/**
 * @typedef {object} Kind
 * @property {string} title
 * @property {string} transport how bench/load speaks to it
 * @property {(setting: Setting) => Promise<void>} prepare what an operator does before a start; keeps the data that is there
 * @property {(setting: Setting) => Promise<Server>} start resolves when it listens
 */

const kKey = "sk-bench";

/** A load test is many students behind few addresses: the limits that are there for strangers are raised, as operators would. */
const settings = (/** @type {boolean} */ quickPasswords) => `
[server]
shutdown_grace_s = 0

[limits]
running_per_account = 100000
running_total = 100000
messages_per_minute = 0
registrations_per_address = 100000
connections = 100000
connections_per_address = 100000
sessions = 0
sessions_per_address = 0
packets_per_second = 0
control_frames_per_second = 0
${quickPasswords ? "\n[accounts]\npassword_memory_mib = 8\n" : ""}${["gold", "silver", "copper"].map((tier) => `\n[tiers.${tier}]\nstarting_coins = 1000000\n`).join("")}`;

/** @param {Setting} setting @param {string} command */
const ailab = ({ folder, flags }, command) => [
  built(kBinary),
  command,
  ...["--config", join(folder, "ailab.toml"), "--database", `sqlite:${join(folder, "ailab.sqlite")}`],
  ...(command === "run" ? ["--host", "127.0.0.1", "--port", "0", "--provider", "openai", ...flags] : []),
];

/** What the peers say when they listen. @param {string} line @returns {{port: number, pid: number} | undefined} */
const listening = (line) => (line.startsWith("{") ? JSON.parse(line) : undefined);

/** @param {string} title @param {string[]} command @param {string} transport @returns {Kind} */
const peer = (title, command, transport) => ({
  title,
  transport,
  prepare: async () => {},
  async start({ cores, folder, model: { url, authority }, flags }) {
    const env = {
      NODE_ENV: "production",
      OPENAI_BASE_URL: url,
      OPENAI_API_KEY: kKey,
      ...(authority ? { SSL_CERT_FILE: authority, NODE_EXTRA_CA_CERTS: authority } : {}),
    };
    const program = new Program(title, [...command, "--port", "0", "--folder", folder, ...flags], { cores, cwd: folder, env });
    return { program, ...(await program.says(listening)) };
  },
});

/** @type {Record<string, Kind>} */
export const kContestants = {
  ailab: {
    title: "AI Lab",
    transport: "websocket",
    async prepare(setting) {
      await writeFile(join(setting.folder, "ailab.toml"), settings(setting.quickPasswords ?? false));
      await run("ailab init-db", ailab(setting, "init-db"), { cores: setting.cores, cwd: setting.folder });
    },
    async start(setting) {
      const { url, authority } = setting.model;
      const env = { OPENAI_BASE_URL: url, OPENAI_API_KEY: kKey, ...(authority ? { AILAB_CA_FILE: authority } : {}) };
      const program = new Program("AI Lab", ailab(setting, "run"), { cores: setting.cores, cwd: setting.folder, env });
      const port = await program.says((line) => /^ailab: listening on http:\/\/\S+:(\d+)$/.exec(line)?.[1]);
      return { program, port: Number(port), pid: program.pid };
    },
  },
  node: peer("Node", [process.execPath, join(kPeers, "node/main.mjs")], "websocket"),
  flask: peer("Flask", ["/usr/bin/python3", join(kPeers, "flask/main.py")], "websocket"),
  nginx: peer("nginx relay", [process.execPath, join(kPeers, "nginx/relay.mjs")], "sse"),
};
