// How an answer's text is put together from what arrives.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beginReading, isWhole, onDone, onReconnect, onStream, type Reading } from "../src/answer/reader.ts";

function read(reading: Reading, ...pieces: [offset: number, content: string][]): { reading: Reading; asked: number[] } {
  const asked: number[] = [];
  for (const [offset, content] of pieces) {
    const step = onStream(reading, offset, content);
    reading = step.reading;
    if (step.resumeFrom !== null) asked.push(step.resumeFrom);
  }
  return { reading, asked };
}

test("text that follows on is appended", () => {
  const { reading, asked } = read(beginReading(), [0, "Hello "], [6, "world"]);
  assert.equal(reading.text, "Hello world");
  assert.deepEqual(asked, []);
});

test("what is known already is ignored, and only the rest of an overlap is appended", () => {
  const known = beginReading("Hello ");
  assert.equal(read(known, [0, "Hello "]).reading, known);
  assert.equal(read(known, [2, "llo"]).reading, known);
  assert.equal(read(known, [3, "lo world"]).reading.text, "Hello world");
});

test("a gap changes nothing and asks for the missing part once", () => {
  const { reading, asked } = read(beginReading("Hello"), [9, "d"], [10, "!"], [11, "?"]);
  assert.equal(reading.text, "Hello");
  assert.deepEqual(asked, [5]);
});

test("after a gap is filled, the next gap is asked for again", () => {
  const { reading, asked } = read(beginReading("ab"), [4, "e"], [2, "cd"], [6, "g"]);
  assert.equal(reading.text, "abcd");
  assert.deepEqual(asked, [2, 4]);
});

test("offsets count UTF-16 units", () => {
  const { reading, asked } = read(beginReading(), [0, "a😀"], [3, "ß"], [4, "日本"]);
  assert.equal(reading.text, "a😀ß日本");
  assert.deepEqual(asked, []);
});

test("done with the whole text makes it whole", () => {
  const { reading, resumeFrom } = onDone(beginReading("four"), 4);
  assert.equal(resumeFrom, null);
  assert.ok(isWhole(reading));
});

test("done for a longer text asks for the rest, which makes it whole", () => {
  const { reading, resumeFrom } = onDone(beginReading("four"), 9);
  assert.equal(resumeFrom, 4);
  assert.ok(!isWhole(reading));
  assert.ok(isWhole(read(reading, [4, " more"]).reading));
});

test("done behind a gap that is asked for already does not ask twice", () => {
  const { reading } = read(beginReading("ab"), [5, "f"]);
  assert.equal(onDone(reading, 6).resumeFrom, null);
});

test("an answer without text is whole when done says so", () => {
  assert.ok(isWhole(onDone(beginReading(), 0).reading));
  assert.ok(!isWhole(beginReading()));
});

test("a new line asks again from what is known, and for nothing when the text is whole", () => {
  const { reading } = read(beginReading("ab"), [5, "f"]);
  assert.equal(onReconnect(reading).resumeFrom, 2);
  assert.equal(onReconnect(onDone(beginReading("ab"), 2).reading).resumeFrom, null);
});

test("any order, overlap and loss of pieces ends in the same text", () => {
  const text = "The index runs from 0 to size() - 1 😀, never to size().";
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round++) {
    let reading = beginReading();
    for (let piece = 0; piece < 12; piece++) {
      const offset = random(text.length);
      reading = onStream(reading, offset, text.slice(offset, offset + random(16))).reading;
      assert.equal(reading.text, text.slice(0, reading.text.length));
    }
    const { reading: told, resumeFrom } = onDone(reading, text.length);
    reading = onStream(told, resumeFrom ?? reading.text.length, text.slice(resumeFrom ?? reading.text.length)).reading;
    assert.ok(isWhole(reading));
    assert.equal(reading.text, text);
  }
});
