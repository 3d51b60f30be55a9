// The line breaks at every point of an upgrade and of a stream, with connection state recovery: one stream over all connections, of
// which no event is lost, doubled or out of order, and whoever comes back has its session.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { kModes } from "./clients.mjs";
import { defineFaultTests } from "./fault_tests.mjs";
import { FaultyLine } from "./faulty_line.mjs";
import { kNoHeartbeat, startServer } from "./server.mjs";
import { StreamReader } from "./stream_reader.mjs";

defineFaultTests({ recovery: true });

describe("where the server cannot have noticed", () => {
  /** @type {import("./server.mjs").Server} */
  let server;
  before(async () => (server = await startServer({ ...kNoHeartbeat, recovery: true })));
  after(() => server.stop());

  /** Events of either kind, by any transport: the fault strikes at the one with that number. @param {number} seq */
  const atEvent = (seq) => (/** @type {import("./faulty_line.mjs").Message} */ { direction, text }) =>
    direction === "down" && new RegExp(`"seq":${seq}\\b`).test(text) ? 0 : undefined;

  /**
   * Reads a stream over a line that breaks at each of these events; the next fault waits until the one before has struck.
   * @param {object} options @param {object} more of the stream @param {number[]} places @param {import("./faulty_line.mjs").FaultKind[]} kinds
   */
  async function readThrough(options, more, places, kinds) {
    const line = await FaultyLine.to(server);
    const reader = new StreamReader(line.url, options, { count: 100, every_ms: 2, ...more }, { recovery: true });
    try {
      for (const [i, seq] of places.entries()) {
        await Promise.race([line.arm({ kind: kinds[i % kinds.length], at: atEvent(seq) }), reader.failed]);
      }
      await reader.whole();
      // A line that breaks amid what was missed does not even tell the client that it is back.
      assert.ok(reader.connects > 1);
    } finally {
      reader.close();
      line.close();
    }
  }

  for (const [mode, options] of Object.entries(kModes)) {
    test(`${mode}: a line that broke only on the client's side is taken over, again and again`, () =>
      readThrough(options, { asides: true }, [0, 1, 2, 30, 31, 80], ["client cut off"]));

    test(`${mode}: any number of cuts`, () =>
      readThrough(options, { binary: true }, Array.from({ length: 50 }, (_, i) => 2 * i), ["rst", "fin"]));
  }
});
