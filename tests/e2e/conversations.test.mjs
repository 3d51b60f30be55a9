// Turns of one conversation: what the model is told of the earlier ones, and what the student finds again later.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer, defaultDeltas } from "../upstream/default_answer.mjs";

const lab = await startLab({
  goldModel: "gpt-4o-2024-11-20",
  goldPrompt: "You are the golden tutor. Grüße.",
  goldOutput: 321,
  silverModel: "gpt-4o-mini",
  silverPrompt: "You are the silver tutor.",
});
after(() => lab.close());

const kEcho = "[[upstream: echo-request]]";

test("the model gets the tier's prompt, model and output limit, and the question", async () => {
  const tab = await (await lab.student()).open();
  const request = JSON.parse((await tab.ask(`${kEcho} Is this well asked?`)).text);
  assert.equal(request.model, "gpt-4o-2024-11-20");
  assert.equal(request.stream, true);
  assert.equal(request.max_completion_tokens ?? request.max_tokens, 321);
  assert.match(request.messages[0].role, /^(system|developer)$/);
  assert.ok(request.messages[0].content.includes("You are the golden tutor. Grüße."));
  assert.deepEqual(request.messages.at(-1), { role: "user", content: `${kEcho} Is this well asked?` });
});

test("each tier asks in its own way", async () => {
  const tab = await (await lab.student()).open();
  const request = JSON.parse((await tab.ask(kEcho, { coin: "silver" })).text);
  assert.equal(request.model, "gpt-4o-mini");
  assert.ok(request.messages[0].content.includes("You are the silver tutor."));
});

test("earlier turns of the conversation come along, in order", async () => {
  const tab = await (await lab.student()).open();
  const first = await tab.ask("What is a monad?");
  const conversation = first.ack.conversation_id;
  await tab.ask("And a burrito?", { conversation, coin: "silver" });
  const third = await tab.ask(`${kEcho} Again, please`, { conversation });
  assert.equal(third.ack.conversation_id, conversation);
  assert.deepEqual(JSON.parse(third.text).messages.slice(1), [
    { role: "user", content: "What is a monad?" },
    { role: "assistant", content: defaultAnswer("What is a monad?") },
    { role: "user", content: "And a burrito?" },
    { role: "assistant", content: defaultAnswer("And a burrito?") },
    { role: "user", content: `${kEcho} Again, please` },
  ]);
});

test("without a conversation a new one begins", async () => {
  const tab = await (await lab.student()).open();
  const first = await tab.ask("One thing");
  const second = await tab.ask(`${kEcho} Another thing`);
  assert.notEqual(second.ack.conversation_id, first.ack.conversation_id);
  assert.equal(JSON.parse(second.text).messages.length, 2);
});

test("another student's conversation is unknown", async () => {
  const owner = await (await lab.student()).open();
  const { ack } = await owner.ask("Private");
  const other = await lab.student();
  const tab = await other.open();
  const refusal = await tab.refusal({
    type: "message", content: "Let me in", selected_coin: "gold", conversation_id: ack.conversation_id,
  });
  assert.equal(refusal.code, "invalid_message");
  assert.equal((await other.http.get(`/api/conversations/${ack.conversation_id}`)).status, 404);
  assert.deepEqual((await other.http.get("/api/conversations")).json, { conversations: [], next: null });
});

test("the student finds the conversations again, newest first", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const older = await tab.ask("The older question");
  const newer = await tab.ask("The newer question");
  const { conversations } = (await student.http.get("/api/conversations")).json;
  assert.deepEqual(
    conversations.map((/** @type {any} */ conversation) => conversation.id),
    [newer.ack.conversation_id, older.ack.conversation_id],
  );
  for (const conversation of conversations) {
    assert.ok(conversation.title);
    assert.ok(conversation.updated_at);
  }
});

test("the turns are all there: what was asked, what was answered, how it ended, what it cost", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { ack } = await tab.ask("A good one");
  const conversation = ack.conversation_id;
  await tab.ask("[[upstream: status-500]] A failing one", { conversation, coin: "silver" });
  const stopped = await tab.begin("[[upstream: silence after=2]] A stopped one", { conversation });
  await tab.textReaches(stopped.answer_id, defaultDeltas("A stopped one").slice(0, 2).join(""));
  tab.stop(stopped.answer_id);
  await tab.answer(stopped.answer_id);
  const running = await tab.begin("[[upstream: hold name=listed after=1]] A running one", { conversation });

  const { id, turns } = (await student.http.get(`/api/conversations/${conversation}`)).json;
  assert.equal(id, conversation);
  const shown = turns.map((/** @type {any} */ turn) => [turn.content, turn.selected_coin, turn.answer.state, turn.answer.charged]);
  assert.deepEqual(shown.slice(0, 3), [
    ["A good one", "gold", "done", true],
    ["[[upstream: status-500]] A failing one", "silver", "failed", false],
    ["[[upstream: silence after=2]] A stopped one", "gold", "done", true],
  ]);
  assert.equal(shown[3][2], "running");
  assert.deepEqual(turns.slice(0, 3).map((/** @type {any} */ turn) => turn.answer.reason), ["stop", "upstream_error", "stopped"]);
  assert.equal(turns[0].answer_id, ack.answer_id);
  assert.equal(turns[0].answer.text, defaultAnswer("A good one"));
  assert.equal(turns[2].answer.text, defaultDeltas("A stopped one").slice(0, 2).join(""));
  lab.upstream.release("listed");
  await tab.answer(running.answer_id);
});

test("a failed answer keeps the text that came before the failure", async () => {
  const student = await lab.student();
  const tab = await student.open();
  const { answer_id: id, conversation_id: conversation } = await tab.begin("[[upstream: cut-mid-stream after=3 name=kept]] Keep it");
  const some = defaultDeltas("Keep it").slice(0, 3).join("");
  await tab.textReaches(id, some);
  lab.upstream.release("kept");
  assert.equal((await tab.answer(id)).event, "error");
  const [turn] = (await student.http.get(`/api/conversations/${conversation}`)).json.turns;
  assert.deepEqual([turn.answer.text, turn.answer.state, turn.answer.charged], [some, "failed", false]);
});

test("strangers and unknown conversations: 401 and 404", async () => {
  assert.equal((await lab.visitor().get("/api/conversations")).code, "not_logged_in");
  const student = await lab.student();
  for (const id of [randomUUID(), "1", "x", "..%2f..%2fetc"]) {
    assert.equal((await student.http.get(`/api/conversations/${id}`)).status, 404, id);
  }
});
