// Ten thousand idle sessions, and hundreds that come and go each second: does the server lose one, leak, or grow?
//
//   node tests/soak/main.mjs [SECONDS] [--sessions N] [--rate N] [--only TEXT]
//
// --only takes those ways of ways.mjs whose names have the text, to find out which of them leaves something behind.
// Prints a table; exits 1 when something is wrong.
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Churn } from "./churn.mjs";
import { Crowd } from "./crowd.mjs";
import { Target } from "./line.mjs";
import { kHeartbeat, SoakedServer } from "./server.mjs";
import { Verdict } from "./verdict.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sessions: { type: "string", default: "10000" },
    rate: { type: "string", default: "300" },
    only: { type: "string", default: "" },
  },
});
const seconds = Number(positionals[0] ?? 60);
const sessions = Number(values.sessions);
const rate = Number(values.rate);
if (![seconds, sessions, rate].every((number) => number > 0)) {
  console.error("usage: node tests/soak/main.mjs [SECONDS] [--sessions N] [--rate N] [--only TEXT]");
  process.exit(2);
}
requireDescriptors(sessions + 5000);

/** After this, who fell silent has been found out, in ms; with time for a busy machine. */
const kSilence = kHeartbeat.interval + kHeartbeat.timeout;
/** How long the second churn lasts, which shows exactly what a session leaves behind, in ms. */
const kAgain = 10_000;
const verdict = new Verdict();
const server = await SoakedServer.start();
try {
  await soak();
} catch (error) {
  verdict.fail(`the run broke off: ${error.stack}`);
  server.kill();
}
const { code, signal } = await server.stop();
verdict.check(code === 0, `the server ended with ${code ?? signal}`);
verdict.check(server.log === "", `the server wrote:\n${server.log}`);
verdict.print();
process.exit(verdict.passed ? 0 : 1);

async function soak() {
  const target = new Target(server.port);
  const empty = await server.stats();
  const polling = Math.round(sessions / 10);

  say(`${sessions} sessions come to stay, ${polling} of them by polling`);
  const began = performance.now();
  const crowd = await Crowd.gather(target, { sockets: sessions - polling, polling });
  verdict.told("idle sessions", `${crowd.size} (${polling} by polling)`);
  verdict.told("they came at", `${Math.round((crowd.size / (performance.now() - began)) * 1000)} sessions/s`);
  // A session is whole when it has been pinged once.
  const idle = await settled(() => crowd.pings >= sessions);
  verdict.check(idle.sessions === sessions, `the server counts ${idle.sessions} of ${sessions} idle sessions`);
  verdict.perSession("heap per idle session", idle.heap_bytes - empty.heap_bytes, sessions);
  verdict.perSession("RSS per idle session", idle.rss_bytes - empty.rss_bytes, sessions);

  say(`${rate} sessions a second come and go: ${kSilence / 1000} s to warm up, ${seconds} s that count`);
  const churn = new Churn(target, rate, values.only);
  await sleep(kSilence);
  const { started } = churn;
  const counted = performance.now();
  const samples = await sample(seconds);
  const reached = ((churn.started - started) / (performance.now() - counted)) * 1000;
  await churn.stop();
  verdict.told("sessions that came and went", String(churn.started));
  verdict.told("rate reached", `${Math.round(reached)} of ${rate} sessions/s`);
  verdict.check(reached > rate / 2, `only ${Math.round(reached)} sessions/s: the machine is too busy for this to say much`);
  verdict.churned(churn);
  verdict.thirds(samples, sessions);

  say("the silent ones are found out");
  const after = await settled((stats) => stats.sessions <= sessions);
  verdict.check(after.sessions === sessions, `${after.sessions} sessions instead of the ${sessions} idle ones after the churn`);
  verdict.left("heap, idle before and after", idle, after, churn.started);
  verdict.check(crowd.lost.length === 0, `${crowd.lost.length} idle sessions were lost, the first: ${crowd.lost[0]}`);
  verdict.check(crowd.pings >= 2 * sessions, `only ${crowd.pings} pings reached the idle sessions`);
  verdict.told("pings they answered", String(crowd.pings));
  verdict.check(after.refused_connections === 0, `${after.refused_connections} connections were refused`);

  say("all go");
  await crowd.leave();
  const end = await settled((stats) => stats.sessions === 0 && stats.connections === 1);
  verdict.check(end.sessions === 0, `${end.sessions} sessions are left after all have gone`);
  verdict.check(end.connections === 1, `${end.connections - 1} connections are left after all have gone`);
  verdict.told("sessions, connections at the end", `${end.sessions}, ${end.connections - 1}`);
  verdict.told("RSS, empty, full, empty", [empty, idle, end].map(({ rss_bytes }) => Verdict.mib(rss_bytes)).join(" -> ") + " MiB");

  say("once more with nobody else there, when all tables have their size");
  const again = new Churn(target, rate, values.only);
  await sleep(kAgain);
  await again.stop();
  const last = await settled((stats) => stats.sessions === 0 && stats.connections === 1);
  const left = verdict.left("heap, empty before and after", end, last, again.started);
  verdict.told("left of each session", `${(left / again.started).toFixed(1)} bytes (${again.started} more sessions)`);
}

/** Looks at the server once a second. @param {number} count */
async function sample(count) {
  const samples = [];
  for (let second = 0; second < count; second += 1) {
    await sleep(1000);
    samples.push(await server.stats());
  }
  return samples;
}

/** The first stats that are as wanted; the last ones when that does not come. @param {(stats: import("./server.mjs").Stats) => boolean} wanted */
async function settled(wanted) {
  const last = performance.now() + 3 * kSilence;
  for (;;) {
    const stats = await server.stats();
    if (wanted(stats) || performance.now() > last) return stats;
    await sleep(200);
  }
}

/** Node raises its own limit as far as it may; the server inherits it. @param {number} needed */
function requireDescriptors(needed) {
  const { soft } = /** @type {any} */ (process.report.getReport()).userLimits.open_files;
  if (soft === "unlimited" || Number(soft) >= needed) return;
  console.error(`This needs ${needed} open files, and ${soft} are allowed: raise the hard limit (ulimit -Hn), or give fewer --sessions.`);
  process.exit(2);
}

/** @param {string} text */
function say(text) {
  console.log(`soak: ${String(Math.round(performance.now() / 1000)).padStart(3)} s: ${text}`);
}
