// The most streams that a server bears on its core: all tokens come, 99 of 100 of them within a tenth of a second.
import { Bisection } from "./bisection.mjs";
import { streamFigures } from "./kind_streams.mjs";
import { asContestant } from "./plan.mjs";
import { Stage } from "./stage.mjs";

/** @typedef {import("./accounts.mjs").Accounts} Accounts */
/** @typedef {import("./plan.mjs").Scenario} Scenario */
/** @typedef {import("./plan.mjs").Contestant} Contestant */

const kLatestP99 = 100_000; // microseconds
/** Of the tokens that should have come in the window, so many have to: a server that falls behind is not within its limit. */
const kWhole = 0.97;
/** What bears may break when the machine does something else for a moment; what breaks twice does not bear. */
const kTries = 2;
/** Above this share of its core, the load (with the model) and not the server may be the limit. */
const kFullCore = 0.95;
const kFirst = 2000;
/** What has not begun so many seconds after its time is not borne. */
const kGrace = 6;

/**
 * Both contestants in turns, try by try.
 * @param {Accounts} accounts @param {Scenario} scenario @param {{resolution: number, say: (text: string) => void}} options
 * @returns {Promise<Map<string, import("./statistics.mjs").Observation[]>>}
 */
export async function measureMost(accounts, scenario, { resolution, say }) {
  const searches = scenario.contestants.map(asContestant).map((contestant) => ({
    contestant,
    bisection: new Bisection(kFirst, resolution),
    loadCore: 0,
  }));
  for (let open = true; open; ) {
    open = false;
    for (const search of searches) {
      const streams = search.bisection.next();
      if (streams === undefined) continue;
      open = true;
      const { bears, loadCore, why } = await tries(accounts, scenario, search.contestant, streams);
      search.bisection.tell(streams, bears);
      if (!bears) search.loadCore = loadCore;
      say(`${search.contestant.name}: ${streams} streams ${bears ? "are borne" : `are too many (${why})`}`);
    }
  }
  return new Map(
    searches.map(({ contestant, bisection: { bore, broke }, loadCore }) => [
      contestant.name,
      [bore > 0 ? { figures: { streams: bore, too_many: broke, load_is_full: Number(loadCore > kFullCore) } } : { error: "bears no stream" }],
    ]),
  );
}

/** @param {Accounts} accounts @param {Scenario} scenario @param {Contestant} contestant @param {number} streams */
async function tries(accounts, scenario, contestant, streams) {
  let last = { bears: false, loadCore: 0, why: "" };
  for (let left = kTries; left > 0 && !last.bears; left -= 1) last = await attempt(accounts, scenario, contestant, streams);
  return last;
}

/** @param {Accounts} accounts @param {Scenario} scenario @param {Contestant} contestant @param {number} streams */
async function attempt(accounts, scenario, contestant, streams) {
  try {
    const figures = await Stage.with(accounts, scenario, contestant, async (stage) => {
      await stage.startServer();
      return streamFigures(stage, { ...scenario.load, streams }, kGrace);
    });
    return judge(figures, (streams * 1e6) / Number(scenario.load?.interval));
  } catch (error) {
    return { bears: false, loadCore: 0, why: error.message };
  }
}

/** @param {import("./statistics.mjs").Figures} figures @param {number} due tokens that should come in a second */
export function judge({ p99_us: p99, tokens_per_second: came, load_core: loadCore }, due) {
  const late = p99 >= kLatestP99;
  const missing = came < due * kWhole;
  const why = [...(late ? [`p99 ${Math.round(p99 / 1000)} ms`] : []), ...(missing ? [`${Math.round((came / due) * 100)} % of the tokens`] : [])];
  return { bears: !late && !missing, loadCore, why: why.join(", ") + (loadCore > kFullCore ? "; the load's core is full" : "") };
}
