// The tests of a line that breaks at every point of an upgrade and of a stream, for servers without and with recovery.
import { after, before, describe, test } from "node:test";
import { kModes } from "./clients.mjs";
import { everyFault } from "./faults.mjs";
import { FaultyLine } from "./faulty_line.mjs";
import { startServer } from "./server.mjs";
import { StreamReader } from "./stream_reader.mjs";
import { watch } from "./watcher.mjs";

// What is lost without a word is noticed soon. A machine too busy for this only makes clients come back once more.
const kSettings = { pingInterval: 300, pingTimeout: 700, upgradeTimeout: 800, connectTimeout: 2_000, closeWait: 300 };
const kStream = { count: 60, every_ms: 5 };
const kAtATime = 48;

/**
 * @param {{port: number}} server @param {object} options of the client @param {import("./faulty_line.mjs").Fault} fault
 * @param {{count: number, every_ms: number, binary?: boolean, asides?: boolean}} stream @param {boolean} recovery
 */
async function survive(server, options, fault, stream, recovery) {
  const line = await FaultyLine.to(server);
  const struck = line.arm(fault);
  const reader = new StreamReader(line.url, options, stream, { recovery });
  try {
    await Promise.race([struck, reader.failed]);
    await reader.answer("after");
    await reader.whole();
  } finally {
    reader.close();
    line.close();
  }
}

/** Runs `work` on 0 … count-1, some at a time. @param {number} count @param {(i: number) => Promise<void>} work */
async function forEach(count, work) {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: kAtATime }, lane));
}

/** @param {{recovery: boolean}} settings */
export function defineFaultTests({ recovery }) {
  /** @type {import("./server.mjs").Server} */
  let server;
  before(async () => (server = await startServer({ ...kSettings, recovery })));
  after(() => server.stop());

  for (const mode of Object.keys(kModes)) {
    describe(mode, { concurrency: kAtATime }, () => {
      for (const { name, options, fault } of everyFault().filter((one) => one.mode === mode)) {
        test(name, () => survive(server, options, fault(), kStream, recovery));
      }
    });
  }

  for (const [mode, options] of Object.entries(kModes)) {
    test(`${mode}: every byte in a segment of its own`, async () => {
      const line = await FaultyLine.to(server);
      line.splits = true;
      const reader = new StreamReader(line.url, options, { ...kStream, binary: true }, { recovery });
      try {
        await reader.answer("é😀");
        await reader.whole();
      } finally {
        reader.close();
        line.close();
      }
    });
  }

  // The handshake, the join, the request of a stream and its beginning.
  for (const [direction, bytes] of /** @type {const} */ ([["up", 420], ["down", 480]])) {
    test(`a cut after each byte that goes ${direction}`, () =>
      forEach(bytes, (place) => {
        /** @param {import("./faulty_line.mjs").Message} message */
        const at = ({ direction: way, start, length }) =>
          way === direction && start <= place && place < start + length ? place - start : undefined;
        const kind = place % 2 === 0 ? "fin" : "rst";
        return survive(server, kModes["websocket only"], { kind, at }, { count: 6, every_ms: 1, binary: true }, recovery);
      }));
  }

  test("nothing is left of the lines that broke", async () => {
    const watcher = await watch(server);
    await watcher.sessionsFallTo(0);
    watcher.close();
  });
}
