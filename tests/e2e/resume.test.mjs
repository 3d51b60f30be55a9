// An answer runs on without its reader; whoever comes back reads on from any offset, as often as needed.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kModes } from "../harness/tab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());

for (const mode of kModes) {
  describe(`over ${mode}`, () => {
    test("a lost line: the rest comes from where the reader was", async () => {
      const student = await lab.student();
      const before = await student.gold();
      const name = randomUUID();
      const lost = await student.open(mode);
      const { answer_id: id } = await lost.begin(`[[upstream: hold name=${name} after=3]] Where was I?`);
      await lost.textReaches(id, defaultDeltas("Where was I?").slice(0, 3).join(""));
      const read = lost.textOf(id);
      lost.close();

      const back = await student.open(mode);
      back.resume(id, read.length);
      lab.upstream.release(name);
      const { text, end } = await back.answer(id, read.length);
      assert.equal(read + text, defaultAnswer("Where was I?"));
      assert.deepEqual([end.reason, end.length, end.charged], ["stop", defaultAnswer("Where was I?").length, true]);
      assert.equal(await student.gold(), before - 1);
    });

    test("the answer is complete already: all of it comes, and done", async () => {
      const student = await lab.student();
      const { ack, text } = await (await student.open()).ask("Finished long ago");
      const back = await student.open(mode);
      back.resume(ack.answer_id, 0);
      const again = await back.answer(ack.answer_id);
      assert.equal(again.text, text);
      assert.equal(again.end.reason, "stop");
      assert.equal(again.end.length, text.length);
    });
  });
}

test("the answer ends while nobody reads, and is there when somebody does", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const question = `Gone ${randomUUID()}`;
  const { answer_id: id } = await tab.begin(`[[upstream: hold name=gone after=1]] ${question}`);
  tab.close();
  lab.upstream.release("gone");
  const request = await lab.upstream.waitForRequest((candidate) => candidate.question === question);
  assert.equal(await request.ended, "finished", "the answer runs on without its reader");
  const back = await student.open();
  back.resume(id, 0);
  assert.equal((await back.answer(id)).text, defaultAnswer(question));
});

test("a second tab reads along", async () => {
  const student = await lab.student();
  const [first, second] = [await student.open(), await student.open("polling")];
  const { answer_id: id } = await first.begin("[[upstream: hold name=along after=2]] Together");
  second.resume(id, 0);
  await second.textReaches(id, defaultDeltas("Together").slice(0, 2).join(""));
  lab.upstream.release("along");
  assert.equal((await first.answer(id)).text, defaultAnswer("Together"));
  assert.equal((await second.answer(id)).text, defaultAnswer("Together"));
});

test("from the end: only done", async () => {
  const student = await lab.student();
  const { ack, text } = await (await student.open()).ask("All read");
  const back = await student.open();
  back.resume(ack.answer_id, text.length);
  const again = await back.answer(ack.answer_id, text.length);
  assert.equal(again.text, "");
  assert.equal(again.end.length, text.length);
});

test("from the middle of a surrogate pair: no half characters", async () => {
  const student = await lab.student();
  const { ack, text } = await (await student.open()).ask("🙂");
  const inside = text.indexOf("🙂") + 1;
  const back = await student.open();
  back.resume(ack.answer_id, inside);
  const event = await back.inbox.first(({ name }) => name === "stream" || name === "error", "stream or error");
  if (event.name === "stream") {
    assert.ok(event.payload.content.isWellFormed());
    assert.equal(event.payload.content, text.slice(event.payload.offset, event.payload.offset + event.payload.content.length));
  }
});

test("a failed answer tells its failure again", async () => {
  const student = await lab.student();
  const { ack } = await (await student.open()).ask("[[upstream: cut-mid-stream after=2]] Broken");
  const back = await student.open();
  back.resume(ack.answer_id, 0);
  const { event, end } = await back.answer(ack.answer_id);
  assert.deepEqual([event, end.code, end.refunded], ["error", "upstream_error", true]);
});

test("what is not there, or not one's own, cannot be resumed", async () => {
  const owner = await (await lab.student()).open();
  const { ack } = await owner.ask("My secret is xyzzy");
  for (const payload of [
    { answer_id: ack.answer_id, offset: 0 },
    { answer_id: randomUUID(), offset: 0 },
    { answer_id: 7, offset: 0 },
    { answer_id: ack.answer_id, offset: -1 },
    {},
    null,
    "resume",
  ]) {
    const other = await (await lab.student()).open();
    other.socket.emit("resume", payload);
    const error = await other.inbox.nth("error");
    assert.equal(error.code, "invalid_message");
    assert.equal((await other.ask("Still here")).event, "done");
    assert.doesNotMatch(JSON.stringify(other.inbox.events), /xyzzy/);
  }
});

for (const offset of [-1, 1.5, 1e9, "0", null]) {
  test(`the offset ${JSON.stringify(offset)} is refused`, async () => {
    const student = await lab.student();
    const { ack } = await (await student.open()).ask("Short");
    const back = await student.open();
    back.socket.emit("resume", { answer_id: ack.answer_id, offset });
    assert.equal((await back.inbox.nth("error")).code, "invalid_message");
  });
}
