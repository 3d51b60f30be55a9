// Messages that make no sense are refused with a sentence that helps; they cost nothing, reach no model, and the chat goes on.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());

const student = await lab.student();
const limit = (await lab.visitor().get("/api/config")).json.limits.message_length;
const message = { type: "message", content: "hi", selected_coin: "gold" };

/** @type {[what: string, payload: unknown][]} */
const kInvalid = [
  ["an empty text", { ...message, content: "" }],
  ["a blank text", { ...message, content: " \n\t\u00a0\u3000 " }],
  ["a text over the limit", { ...message, content: "x".repeat(limit + 1) }],
  ["an emoji over the limit", { ...message, content: `${"x".repeat(limit - 1)}😀` }],
  ["a text that is a number", { ...message, content: 7 }],
  ["a text that is null", { ...message, content: null }],
  ["a text that is a list", { ...message, content: ["hi"] }],
  ["no text", { type: "message", selected_coin: "gold" }],
  ["half a surrogate pair", { ...message, content: "hi \ud83d there" }],
  ["a NUL", { ...message, content: "hi\u0000there" }],
  ["an unknown coin", { ...message, selected_coin: "platinum" }],
  ["a coin that is a number", { ...message, selected_coin: 1 }],
  ["no coin", { type: "message", content: "hi" }],
  ["another type", { ...message, type: "question" }],
  ["an id that is a number", { ...message, id: 7 }],
  ["an id that is no UUID", { ...message, id: "not-a-uuid" }],
  ["a conversation that is a number", { ...message, conversation_id: 7 }],
  ["a conversation that is unknown", { ...message, conversation_id: randomUUID() }],
  ["no object but a string", "hi"],
  ["no object but a number", 7],
  ["no object but a list", [message]],
  ["no object but null", null],
];

for (const [what, payload] of kInvalid) {
  test(`${what} is refused, costs nothing, and the chat goes on`, async () => {
    const tab = await student.open();
    const before = await student.balances();
    const asked = lab.upstream.requests.length;

    tab.socket.emit("message", payload);
    const error = await tab.inbox.nth("error");
    assert.equal(error.type, "error");
    assert.equal(error.code, "invalid_message");
    assert.match(error.message, /\w+ \w+ \w+/, "a sentence");

    const ack = await tab.refusal(payload);
    assert.equal(ack.code, "invalid_message");
    assert.equal(ack.message, error.message);

    assert.deepEqual(await student.balances(), before);
    assert.equal(lab.upstream.requests.length, asked);
    assert.equal((await tab.ask("And now?")).text, defaultAnswer("And now?"));
  });
}

test("a message event with nothing in it is refused", async () => {
  const tab = await student.open();
  tab.socket.emit("message");
  assert.equal((await tab.inbox.nth("error")).code, "invalid_message");
});

test("the sentence about a text that is too long names the limit", async () => {
  const tab = await student.open();
  const { message: sentence } = await tab.refusal({ ...message, content: "x".repeat(limit + 1) });
  assert.ok(sentence.replace(/[^\d]/g, "").includes(String(limit)), sentence);
});

test("a text of exactly the limit is a question, counted in UTF-16 units", async () => {
  const tab = await student.open();
  const content = `${"😀".repeat(limit / 2 - 1)}ab`;
  assert.equal(content.length, limit);
  assert.equal((await tab.ask(content)).text, defaultAnswer(content));
});

test("a text may have any other character", async () => {
  const tab = await student.open();
  const content = "<script>alert(1)</script> \u2028 \u007f \ufeff ' \" \\ & %00 日本語 עברית 👩‍💻\r\n\tend";
  const answer = await tab.ask(`[[upstream: echo-request]] ${content}`);
  assert.ok(JSON.parse(answer.text).messages.at(-1).content.endsWith(content));
});

test("unknown fields do no harm", async () => {
  const tab = await student.open();
  const ack = await tab.send({ ...message, colour: "red", nested: { deep: [1, 2, 3] } });
  assert.equal(ack.ok, true);
  await tab.answer(ack.answer_id);
});

test("events that nobody knows are ignored", async () => {
  const tab = await student.open();
  tab.socket.emit("teleport", { to: "the end" });
  assert.equal((await tab.ask("Still here?")).event, "done");
});
