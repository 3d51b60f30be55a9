// Readers that stop reading in the middle of a long answer: each costs the server a cursor and one event, however much there is to
// read; the others get everything meanwhile, and in the end they do, too.
import assert from "node:assert/strict";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { longDeltas } from "../upstream/default_answer.mjs";

/** Longer than all buffers on the way: the system's for a connection may take some MiB. */
const kPieces = 128;
const kPieceBytes = 65_536;
const kAnswer = longDeltas(kPieces, kPieceBytes).join("");
const kSlow = 6;
/** One event for each reader, and its frame. */
const kMostQueued = kSlow * 100_000;

const lab = await startLab();
after(() => lab.close());

async function queuedBytes() {
  const { text } = await lab.visitor().get("/metrics");
  return Number(/^ailab_sessions_queued_bytes (\d+)$/m.exec(text)?.[1]);
}

test(`${kSlow} readers stop reading an answer of ${kAnswer.length / 2 ** 20} MiB`, async () => {
  const student = await lab.student();
  const [asker, ...slow] = await Promise.all(Array.from({ length: 1 + kSlow }, () => student.open()));
  // Each is at another place when it stops: at the very start, or after some text.
  const { answer_id: id } = await asker.begin(`[[upstream: long pieces=${kPieces} bytes=${kPieceBytes}]] A long story`);
  for (const [index, tab] of slow.entries()) {
    tab.resume(id, 0);
    if (index % 2 === 0) await tab.inbox.nth("stream");
    tab.stopReading();
  }

  const { text, end } = await asker.answer(id);
  assert.ok(text === kAnswer, "who reads gets all of it");
  assert.equal(end.length, kAnswer.length);
  const stuck = slow.filter((tab) => tab.inbox.count("done") === 0);
  assert.equal(stuck.length, kSlow);
  const queued = await queuedBytes();
  assert.ok(queued > 0, "some wait indeed, with all buffers on the way full");
  assert.ok(queued <= kMostQueued, `${queued} bytes wait for ${kSlow} slow readers`);

  // The server does everything else as usual.
  const other = await (await lab.student()).open();
  assert.equal((await other.ask("And me?")).event, "done");
  assert.ok((await queuedBytes()) <= kMostQueued);

  for (const tab of slow) tab.readOn();
  for (const tab of slow) {
    const late = await tab.answer(id);
    assert.ok(late.text === kAnswer, "and in the end everybody has");
    assert.deepEqual([late.event, late.end.reason], ["done", "stop"]);
  }
  while ((await queuedBytes()) > 0);
});
