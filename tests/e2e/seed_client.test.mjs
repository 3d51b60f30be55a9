// A client that knows only content, selected_coin, stream, done and error works: it has no ids, no offsets and no acknowledgements.
import assert from "node:assert/strict";
import { after } from "node:test";
import { io } from "socket.io-client";
import { startLab } from "../harness/lab.mjs";
import { test } from "../harness/test.mjs";
import { defaultAnswer } from "../upstream/default_answer.mjs";

const lab = await startLab();
after(() => lab.close());

/** Asks one question as the simplest client does. @param {string} cookie @param {object} message */
function askSimply(cookie, message) {
  const socket = io(lab.server.url, { forceNew: true, extraHeaders: { cookie } });
  let text = "";
  return new Promise((resolve) => {
    socket.on("stream", ({ content }) => (text += content));
    socket.on("done", () => resolve({ text }));
    socket.on("error", ({ message }) => resolve({ text, error: message }));
    socket.emit("message", message);
  }).finally(() => socket.close());
}

test("it asks and reads the answer", async () => {
  const { http } = await lab.student();
  assert.deepEqual(await askSimply(http.cookie, { content: "Explain async functions.", selected_coin: "gold" }), {
    text: defaultAnswer("Explain async functions."),
  });
});

test("it is told what went wrong", async () => {
  const { http } = await lab.student();
  for (const message of [
    { content: "", selected_coin: "gold" },
    { content: "hi", selected_coin: "platinum" },
    { content: "[[upstream: status-503]]", selected_coin: "gold" },
  ]) {
    const { error } = await askSimply(http.cookie, message);
    assert.match(error, /\w+ \w+/);
  }
});
