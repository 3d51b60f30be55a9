// Measures a scenario: all contestants in each round, so that whatever else the machine does falls on all of them.
import { asContestant, kRounds } from "./plan.mjs";
import { measure as measureIdle } from "./kind_idle.mjs";
import { measureMost } from "./kind_most.mjs";
import { measureProgram } from "./kind_program.mjs";
import { measure as measureStart } from "./kind_start.mjs";
import { measure as measureStreams } from "./kind_streams.mjs";

/** @typedef {import("./accounts.mjs").Accounts} Accounts */
/** @typedef {import("./plan.mjs").Scenario} Scenario */
/** @typedef {import("./statistics.mjs").Observation} Observation */
/** @typedef {{rounds?: number, quick: boolean, say: (text: string) => void}} Options */

/** How far apart the streams that are borne and those that are too many may be. */
const kResolution = 1.05;
const kQuickResolution = 1.5;

const kMeasures = { idle: measureIdle, start: measureStart, streams: measureStreams };

/** @param {Accounts} accounts @param {Scenario} scenario @param {Options} options @returns {Promise<Map<string, Observation[]>>} by the contestants' names */
export async function measureScenario(accounts, scenario, { rounds, quick, say }) {
  if (scenario.kind === "most") return measureMost(accounts, scenario, { resolution: quick ? kQuickResolution : kResolution, say });
  if (scenario.kind === "program") return measureProgram(scenario.name, { quick, say });
  const measure = kMeasures[scenario.kind];
  const contestants = scenario.contestants.map(asContestant);
  /** @type {Map<string, Observation[]>} */
  const all = new Map(contestants.map(({ name }) => [name, []]));
  const count = rounds ?? scenario.rounds ?? kRounds;
  for (let round = 0; round < count; round += 1) {
    for (const contestant of inTurn(contestants, round)) {
      const observation = await attempt(() => measure(accounts, scenario, contestant));
      all.get(contestant.name)?.push(observation);
      say(`round ${round + 1} of ${count}, ${contestant.name}: ${inShort(observation)}`);
    }
  }
  return all;
}

/** Each round begins with another one: who comes first may find the machine otherwise than who comes last. @template T @param {T[]} all @param {number} round */
export function inTurn(all, round) {
  const first = round % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

/** @param {() => Promise<import("./statistics.mjs").Figures>} measure @returns {Promise<Observation>} */
async function attempt(measure) {
  try {
    return { figures: await measure() };
  } catch (error) {
    return { error: error.message };
  }
}

/** @param {Observation} observation */
function inShort(observation) {
  if ("error" in observation) return observation.error;
  const { figures } = observation;
  const shown = [
    ["cpu_us_per_token", "µs of CPU a token"],
    ["p99_us", "µs p99"],
    ["tokens_per_second", "tokens/s"],
    ["connections_per_second", "connections/s"],
    ["bytes_per_connection", "bytes a connection"],
    ["first_answer_ms", "ms to the first answer"],
  ];
  return shown
    .filter(([name]) => name in figures)
    .map(([name, unit]) => `${figures[name].toFixed(figures[name] < 1000 ? 1 : 0)} ${unit}`)
    .join(", ");
}
