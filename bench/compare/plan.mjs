// What `./dev bench` measures, and for how long. All flags of a scenario's `load` go to bench/load as they stand here
// (bench/load/README.md says what each means; `interval` is in microseconds, other times in seconds).
//
// A round measures every contestant of its scenario once, each with a server, an upstream and a database of its own.

/**
 * @typedef {object} Contestant what is measured, under the name of its own that tables show
 * @property {string} name
 * @property {string} of one of contestants.mjs
 * @property {string[]} [flags] more flags for its server
 * @property {Record<string, number | string>} [load] what differs from the scenario's load
 */

/**
 * @typedef {object} Scenario
 * @property {string} name for --only
 * @property {string} title
 * @property {"streams" | "idle" | "start" | "most" | "program"} kind how it is measured: the file kind_<kind>.mjs
 * @property {(string | Contestant)[]} contestants
 * @property {number} [rounds] instead of kRounds
 * @property {Record<string, number | string>} [load]
 * @property {boolean} [tls] whether the model's API is reached over TLS
 * @property {{server: string, load: string}} [cores] instead of kCores
 * @property {boolean} [needsLoops] leave it out unless the server can run several network loops
 */

export const kRounds = 5;
/** One core for the server under test, one for all that it is measured with. */
export const kCores = { server: "0", load: "1" };

/**
 * One account for each stream as far as these go, since who has a hundred tabs open is told in all of them what an answer in one
 * has cost. Node and Flask have no more than their scenarios have streams.
 * @type {Record<string, number>}
 */
export const kAccounts = { ailab: 2000, node: 200, flask: 100 };

/** As a model writes to a student: 300 tokens, 50 a second. Each student's first answer has any length, so that begins and ends are in the window in proportion. */
const kPaced = { tokens: 300, interval: 20_000, ramp: 2, warmup: 0.5, window: 2 };
/** Tokens that go through the server in a second, however many streams they are spread over. */
const kGrowthRate = 10_000;
/** So long an answer is then, since the first ones have any length up to it: hardly any ends in the window, and tokens alone are measured. */
const kGrowthSeconds = 600;
const growing = (/** @type {number} */ streams) => {
  const interval = (streams * 1e6) / kGrowthRate;
  return { name: `${streams} streams`, of: "ailab", load: { streams, interval, tokens: Math.ceil((kGrowthSeconds * 1e6) / interval) } };
};

/** @type {Scenario[]} */
export const kScenarios = [
  { name: "paced-1000", title: "1,000 streams at 50 tokens/s", kind: "streams", contestants: ["ailab", "nginx"], load: { streams: 1000, ...kPaced } },
  { name: "paced-200", title: "200 streams at 50 tokens/s", kind: "streams", contestants: ["ailab", "nginx", "node"], load: { streams: 200, ...kPaced } },
  // Flask falls behind at some 200 streams; at 100 its core is half full.
  { name: "paced-100", title: "100 streams at 50 tokens/s", kind: "streams", contestants: ["ailab", "flask"], load: { streams: 100, ...kPaced } },
  {
    name: "tls-200",
    title: "200 streams at 50 tokens/s, the model's API over TLS",
    kind: "streams",
    contestants: ["ailab", "nginx", "node"],
    load: { streams: 200, ...kPaced },
    tls: true,
  },
  {
    name: "polling-100",
    title: "100 streams at 50 tokens/s, clients by long polling",
    kind: "streams",
    contestants: ["ailab", "node"],
    load: { streams: 100, ...kPaced, transport: "polling" },
  },
  {
    name: "unpaced",
    title: "50 streams, as fast as the model can",
    kind: "streams",
    contestants: ["ailab", "nginx", "node", "flask"],
    load: { streams: 50, tokens: 500, interval: 0, ramp: 0.5, warmup: 0.5, window: 2 },
  },
  { name: "most", title: "most streams at 50 tokens/s with a p99 under 100 ms", kind: "most", contestants: ["ailab", "nginx"], rounds: 1, load: kPaced },
  {
    name: "idle",
    title: "idle connections, logged in and joined",
    kind: "idle",
    contestants: [
      { name: "ailab", of: "ailab", load: { connections: 5000 } },
      { name: "node", of: "node", load: { connections: 5000 } },
      { name: "flask", of: "flask", load: { connections: 1000 } },
    ],
  },
  { name: "start", title: "from its start to its first answer", kind: "start", contestants: ["ailab", "node", "flask"] },
  {
    name: "growth",
    title: "the same 10,000 tokens/s on more and more streams",
    kind: "streams",
    contestants: [10, 100, 1000, 5000].map(growing),
    load: { ramp: 0.5, warmup: 0.5, window: 2 },
  },
  {
    name: "loops",
    title: "50 streams of 5,000 tokens, as fast as the model can, on two cores with the load beside the server",
    kind: "streams",
    contestants: [
      { name: "1 loop", of: "ailab", flags: ["--loops", "1"] },
      { name: "2 loops", of: "ailab", flags: ["--loops", "2"] },
    ],
    load: { streams: 50, tokens: 5000, interval: 0, ramp: 0.5, warmup: 0.5, window: 2 },
    cores: { server: "0,1", load: "0,1" },
    needsLoops: true,
  },
  { name: "questions", title: "durable questions", kind: "program", contestants: ["ailab"], rounds: 1 },
  { name: "ledger", title: "reservations in a small and in a large ledger", kind: "program", contestants: ["ailab"], rounds: 1 },
];

/** A contestant of a scenario, with all that differs for it. @param {string | Contestant} contestant @returns {Contestant} */
export function asContestant(contestant) {
  return typeof contestant === "string" ? { name: contestant, of: contestant } : contestant;
}
