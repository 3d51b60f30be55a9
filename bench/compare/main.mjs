// Measures AI Lab beside its peers, and prints each target with its verdict:
//   node bench/compare/main.mjs [--only SCENARIO[,SCENARIO…]] [--rounds N] [--quick] | --list | --publish
// Ends with 0 when everything was measured, whether or not the targets are met.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { Accounts, accountsNeeded } from "./accounts.mjs";
import { describeMachine, moveTo } from "./machine.mjs";
import { built, kBinary, kOutput } from "./paths.mjs";
import { kCores, kRounds, kScenarios } from "./plan.mjs";
import { endWithRunner, removeLeftovers } from "./processes.mjs";
import { publish } from "./publish.mjs";
import { writeReport } from "./report.mjs";
import { Results } from "./results.mjs";
import { measureScenario } from "./rounds.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    publish: { type: "boolean", default: false },
  },
});

const began = performance.now();
const seconds = () => Math.round((performance.now() - began) / 1000);
/** Progress goes to stderr: the table alone is the result. @param {string} text */
const say = (text) => console.error(`${String(seconds()).padStart(4)} s  ${text}`);

/** @returns {import("./plan.mjs").Scenario[]} */
function chosen() {
  const canLoop = execFileSync(built(kBinary), ["run", "--help"], { encoding: "utf8" }).includes("--loops");
  const names = values.only?.split(",");
  const unknown = names?.find((name) => !kScenarios.some((scenario) => scenario.name === name));
  if (unknown) throw new Error(`There is no scenario ${unknown}; --list shows them.`);
  return kScenarios.filter(({ name, needsLoops }) => (!names || names.includes(name)) && (!needsLoops || canLoop));
}

async function measureAll() {
  if (cpus().length < 2) throw new Error("This needs two cores: one for the server, one for the load and the model.");
  const rounds = values.rounds ? Number(values.rounds) : values.quick ? 1 : undefined;
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) throw new Error("--rounds wants a number from 1 on.");
  removeLeftovers(kOutput);
  endWithRunner();
  moveTo(kCores.load);
  const results = new Results();
  const scenarios = chosen();
  const accounts = await Accounts.made(accountsNeeded(scenarios), `0-${cpus().length - 1}`, say);
  for (const scenario of scenarios) {
    say(`${scenario.name}: ${scenario.title}`);
    results.add(scenario, await measureScenario(accounts, scenario, { rounds, quick: values.quick, say: (text) => say(`  ${text}`) }));
  }
  const whole = !values.only && rounds === undefined;
  const run = { when: new Date().toISOString(), seconds: seconds(), rounds: rounds ?? kRounds, whole, machine: describeMachine() };
  console.log(`\n${await writeReport(results, run)}\n`);
}

try {
  if (values.list) for (const { name, title } of kScenarios) console.log(`${name.padEnd(12)} ${title}`);
  else if (values.publish) await publish();
  else await measureAll();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
