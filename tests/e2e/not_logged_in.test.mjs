// A socket without a session may connect, and is told to log in when it asks.
import assert from "node:assert/strict";
import { after } from "node:test";
import { startLab } from "../harness/lab.mjs";
import { kModes } from "../harness/tab.mjs";
import { test } from "../harness/test.mjs";

const lab = await startLab();
after(() => lab.close());

const message = { type: "message", content: "hi", selected_coin: "gold" };

for (const mode of kModes) {
  test(`over ${mode}, nobody is asked to log in before asking`, async () => {
    const tab = await lab.open({ mode });
    tab.socket.emit("message", message);
    const error = await tab.inbox.nth("error");
    assert.equal(error.code, "not_logged_in");
    assert.match(error.message, /log in/i);
    assert.equal((await tab.refusal(message)).code, "not_logged_in");
  });
}

for (const [what, cookie] of [
  ["a made-up session", `ailab_session=${"A".repeat(43)}`],
  ["an empty session", "ailab_session="],
  ["nonsense for a cookie", "ailab_session; =; ;;ailab_session=%00\"x"],
]) {
  test(`${what} is no session`, async () => {
    const tab = await lab.open({ cookie });
    assert.equal((await tab.refusal(message)).code, "not_logged_in");
  });
}

test("stop and resume do nothing for a stranger", async () => {
  const student = await lab.student();
  const owner = await student.open();
  const { answer_id: id } = await owner.begin("[[upstream: hold name=stranger after=1]] Mine");
  const stranger = await lab.open();
  stranger.stop(id);
  stranger.resume(id, 0);
  assert.equal((await stranger.refusal(message)).code, "not_logged_in");
  lab.upstream.release("stranger");
  assert.equal((await owner.answer(id)).end.reason, "stop");
  assert.equal(stranger.inbox.count("stream"), 0);
});

test("no model was asked for a stranger", () => {
  assert.equal(lab.upstream.requests.filter((request) => request.question === "hi").length, 0);
});
