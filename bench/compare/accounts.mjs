// Students with a session each, made once for all rounds: making one takes a hash of a password that is slow on purpose.
import { appendFile, cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kContestants } from "./contestants.mjs";
import { kOutput } from "./paths.mjs";
import { asContestant, kAccounts } from "./plan.mjs";
import { temporaryFolder } from "./processes.mjs";

/** @typedef {import("./plan.mjs").Scenario} Scenario */

const kAtOnce = 8;
const kCookieFile = "cookies.txt";
/** Nobody asks a model while accounts are made. */
const kNoModel = { url: "http://127.0.0.1:9/v1" };

/** How many accounts each contestant needs: one for each stream, so that nobody has a hundred tabs open. @param {Scenario[]} scenarios @returns {Map<string, number>} */
export function accountsNeeded(scenarios) {
  /** @type {Map<string, number>} */
  const needed = new Map();
  for (const scenario of scenarios) {
    for (const { of, load } of scenario.contestants.map(asContestant)) {
      const { streams, connections } = { ...scenario.load, ...load };
      const most = kAccounts[of] ?? 0;
      const wanted = scenario.kind === "most" ? most : Number(streams ?? connections ?? 0);
      needed.set(of, Math.max(needed.get(of) ?? 0, Math.min(wanted, most)));
    }
  }
  return needed;
}

/** Folders of data with accounts, by contestant. */
export class Accounts {
  /** @type {Map<string, string>} */
  #folders = new Map();

  /** @param {Map<string, number>} needed @param {string} cores @param {(text: string) => void} say */
  static async made(needed, cores, say) {
    const accounts = new Accounts();
    for (const [of, count] of needed) {
      if (count === 0) continue;
      say(`${count} accounts for ${of}`);
      accounts.#folders.set(of, await makeFolder(of, count, cores));
    }
    return accounts;
  }

  /**
   * Gives a stage a copy of the data. @param {string} of @param {string} folder the stage's
   * @returns {Promise<string | undefined>} the file with the sessions' cookies, a line each; undefined: this contestant has no accounts
   */
  async copyTo(of, folder) {
    const data = this.#folders.get(of);
    if (!data) return undefined;
    await cp(data, folder, { recursive: true });
    return join(folder, kCookieFile);
  }
}

/** @param {string} of @param {number} count @param {string} cores */
async function makeFolder(of, count, cores) {
  const folder = temporaryFolder(kOutput);
  const kind = kContestants[of];
  const setting = { cores, folder, model: kNoModel, flags: [], quickPasswords: true };
  await kind.prepare(setting);
  const { program, port } = await kind.start(setting);
  try {
    const cookies = await register(port, count);
    await writeFile(join(folder, kCookieFile), `${cookies.join("\n")}\n`);
  } finally {
    // As an operator would, so that its database is whole.
    await program.stop();
  }
  return folder;
}

/** @param {number} port @param {number} count @returns {Promise<string[]>} cookies */
async function register(port, count) {
  /** @type {string[]} */
  const cookies = [];
  let next = 0;
  const registerSome = async () => {
    while (next < count) {
      next += 1;
      cookies.push(await cookieOf(port, `student-${next}`));
    }
  };
  await Promise.all(Array.from({ length: kAtOnce }, registerSome));
  return cookies;
}

/** @param {number} port @param {string} username */
async function cookieOf(port, username) {
  const body = JSON.stringify({ username, password: "correct horse battery" });
  const answer = await fetch(`http://127.0.0.1:${port}/auth/register`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const cookie = /^ailab_session=[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0];
  if (answer.status !== 201 || !cookie) throw new Error(`an account could not be made: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
  return cookie;
}
