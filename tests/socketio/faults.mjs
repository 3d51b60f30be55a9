// Every way a line can go wrong at a point, and every combination of these with the points of a connection's life.
import { kHandshakePoints, kPollingStreamPoints, kUpgradePoints, kWebSocketStreamPoints, lastPoll, probeAfterSecondPoll } from "./fault_points.mjs";
import { kModes } from "./clients.mjs";

/** @typedef {import("./faulty_line.mjs").Fault} Fault */
/** @typedef {import("./faulty_line.mjs").Message} Message */
/** @typedef {{name: string, mode: string, options: object, fault: () => Fault}} FaultCase */

/** How much of the message passes before the fault. @type {Record<string, (length: number) => number>} */
const kPlaces = {
  before: () => 0,
  amid: (length) => Math.ceil(length / 2),
  after: (length) => length,
};

// Longer than a heartbeat and its timeout in these tests' servers: both ends give up meanwhile.
const kFreezeMs = 1_200;
const kDelayMs = 40;

/** Which part of a message it makes sense to break, by kind. @type {[Fault["kind"], (keyof typeof kPlaces)[], number?][]} */
const kKinds = [
  ["fin", ["before", "amid", "after"]],
  ["rst", ["before", "amid", "after"]],
  ["client cut off", ["before", "amid", "after"]],
  ["server cut off", ["before", "after"]],
  ["stall up", ["before", "after"]],
  ["stall down", ["before", "amid"]],
  ["stall", ["amid"]],
  ["freeze", ["before", "amid"], kFreezeMs],
  ["delay", ["before", "amid"], kDelayMs],
];

/** @type {[string, Record<string, (message: Message) => boolean>][]} */
const kPointsOfModes = [
  ["polling then upgrade", { ...kHandshakePoints, ...kUpgradePoints }],
  ["polling only", kPollingStreamPoints],
  ["websocket only", kWebSocketStreamPoints],
];

/** @returns {FaultCase[]} */
export function everyFault() {
  /** @type {FaultCase[]} */
  const cases = [];
  /**
   * @param {string} mode @param {string} point @param {() => (message: Message) => boolean} makeMatcher
   * @param {() => import("./faulty_line.mjs").Hold} [makeHold]
   */
  const add = (mode, point, makeMatcher, makeHold) => {
    for (const [kind, places, ms] of kKinds) {
      for (const place of places) {
        const fault = () => {
          const matches = makeMatcher();
          const at = (/** @type {Message} */ message) => (matches(message) ? kPlaces[place](message.length) : undefined);
          return { kind, ms, at, hold: makeHold?.() };
        };
        cases.push({ name: `${kind} ${place} ${point}`, mode, options: kModes[mode], fault });
      }
    }
  };
  for (const [mode, points] of kPointsOfModes) {
    for (const [point, matches] of Object.entries(points)) add(mode, point, () => matches);
  }
  add("polling then upgrade", "the poll that the probe ends", lastPoll, probeAfterSecondPoll);
  return cases;
}
