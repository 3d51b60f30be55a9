// From the start of a server to its first answers, what it holds then, and how large AI Lab's program is.
import { stat } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { built, kBinary } from "./paths.mjs";
import { memoryOf } from "./proc.mjs";
import { run } from "./processes.mjs";
import { Stage } from "./stage.mjs";

/** @typedef {{status: number | undefined, text: string}} Answer */

/** Milliseconds until what a start has set in motion is over. */
const kSettling = 500;

/** @param {import("./accounts.mjs").Accounts} accounts @param {import("./plan.mjs").Scenario} scenario @param {import("./plan.mjs").Contestant} contestant @returns {Promise<import("./statistics.mjs").Figures>} */
export function measure(accounts, scenario, contestant) {
  return Stage.with(accounts, scenario, contestant, async (stage) => {
    await stage.setUp();
    const begin = performance.now();
    await stage.startServer();
    const url = `http://127.0.0.1:${stage.port}`;
    // The peers have neither this nor a page; that they say so is an answer, too.
    const health = await answerOf(`${url}/healthz`);
    const answered = performance.now() - begin;
    const figures = { first_answer_ms: answered, ...(contestant.of === "ailab" ? await ownFigures(stage, url, begin, health) : {}) };
    await sleep(kSettling);
    return { ...figures, idle_rss_bytes: (await memoryOf(stage.serverPids)).rss };
  });
}

/** @param {Stage} stage @param {string} url @param {number} begin @param {Answer} health */
async function ownFigures(stage, url, begin, health) {
  if (health.status !== 200) throw new Error(`/healthz answered ${health.status}`);
  const page = await answerOf(url);
  const first_page_ms = performance.now() - begin;
  if (page.status !== 200 || !page.text.includes("</html>")) throw new Error(`the page answered ${page.status}`);
  const stripped = join(stage.folder, "ailab.stripped");
  await run("strip", ["strip", "-o", stripped, built(kBinary)], { cores: stage.cores.load });
  return { first_page_ms, stripped_bytes: (await stat(stripped)).size };
}

/** By hand: the first fetch() of a process takes longer than what is measured. @param {string} url @returns {Promise<Answer>} */
function answerOf(url) {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, async (response) => {
      resolve({ status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() });
    }).on("error", reject);
  });
}
