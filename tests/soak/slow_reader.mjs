// Readers that stop reading a long answer for a real minute, longer than a session lives without a pong: does the server's memory
// stay where it was, do the others read on, and does everybody have the whole in the end?
//   node tests/soak/slow_reader.mjs [--seconds 60] [--readers 50] [--mib 8]
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startLab } from "../harness/lab.mjs";
import { longDeltas } from "../upstream/default_answer.mjs";
import { Verdict } from "./verdict.mjs";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    readers: { type: "string", default: "50" },
    mib: { type: "string", default: "8" },
  },
});
const [kSeconds, kReaders, kMib] = [values.seconds, values.readers, values.mib].map(Number);
const kPieceBytes = 65_536;
const kPieces = kMib * 16;
const kAnswer = longDeltas(kPieces, kPieceBytes).join("");
const kQuestion = `[[upstream: long pieces=${kPieces} bytes=${kPieceBytes}]]`;
/** What a reader that has stopped may cost: one event that waits, in the queue and on its way out. */
const kMostPerReader = 400_000;
/** The text itself, in all the forms it has on its way into the database. */
const kMostForTheText = 8 * kAnswer.length;

// The sanitizers' build would keep what is freed.
process.env.ASAN_OPTIONS = `${process.env.ASAN_OPTIONS ?? ""}:quarantine_size_mb=1`;

const verdict = new Verdict();
const lab = await startLab();

async function residentBytes() {
  const status = await readFile(`/proc/${lab.server.child.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
}

async function queuedBytes() {
  const { text } = await lab.visitor().get("/metrics");
  return Number(/^ailab_sessions_queued_bytes (\d+)$/m.exec(text)?.[1]);
}

try {
  const student = await lab.student();
  const asker = await student.open();
  // What the first long answer takes, the next ones use again.
  await asker.ask(`${kQuestion} To warm up`);
  const slow = await Promise.all(Array.from({ length: kReaders }, () => student.open()));
  const before = await residentBytes();

  const { answer_id: id } = await asker.begin(`${kQuestion} Slowly`);
  for (const tab of slow) {
    tab.resume(id, 0);
    tab.stopReading();
  }
  verdict.check((await asker.answer(id)).text === kAnswer, "who reads did not get the whole");
  let [memory, queued] = [await residentBytes(), await queuedBytes()];
  verdict.check(queued > 0, "nothing waited: the buffers on the way were not full");
  for (let second = 0; second < kSeconds; second += 1) {
    await pause(1000);
    [memory, queued] = [Math.max(memory, await residentBytes()), Math.max(queued, await queuedBytes())];
    const other = await asker.ask("And the others?");
    verdict.check(other.event === "done", "another question was not answered meanwhile");
  }
  const growth = memory - before;
  verdict.told("readers that stopped", `${kReaders}, for ${kSeconds} s`);
  verdict.told("answer", `${Verdict.mib(kAnswer.length)} MiB`);
  verdict.told("most that waited", `${Verdict.mib(queued)} MiB`);
  verdict.told("the server's memory grew by", `${Verdict.mib(growth)} MiB`);
  verdict.check(queued <= kReaders * kMostPerReader, "more waited than an event for each reader");
  verdict.check(growth <= kReaders * kMostPerReader + kMostForTheText, "the server's memory grew with its slow readers");

  let dropped = 0;
  for (const tab of slow) {
    // Who heard no ping for too long has given up by himself, and comes back and goes on where he is.
    if (tab.socket.connected) tab.readOn();
    const end = await tab.answer(id).catch(() => undefined);
    if (end !== undefined) {
      verdict.check(end.text === kAnswer, "a slow reader did not get the whole");
      continue;
    }
    dropped += 1;
    const read = tab.textOf(id);
    const back = await student.open();
    back.resume(id, read.length);
    verdict.check(read + (await back.answer(id, read.length)).text === kAnswer, "a reader that came back did not get the whole");
  }
  verdict.told("of them gone, and back", String(dropped));
} finally {
  await lab.close();
}
verdict.print();
process.exitCode = verdict.passed ? 0 : 1;
