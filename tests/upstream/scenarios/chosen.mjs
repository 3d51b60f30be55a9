// Answers whose text the test chooses, and a long lesson at a model's pace.
import { setTimeout as pause } from "node:timers/promises";
import { kStreamHeaders } from "../chat_stream.mjs";
import { piecesOf } from "../default_answer.mjs";
import { lesson, tokensOf } from "../lesson.mjs";

/** @typedef {import("../exchange.mjs").Exchange} Exchange */

/** Where the answer of `say` waits for its gate. */
export const kPause = "⏸";

/** @param {Exchange} exchange */
async function say(exchange) {
  const { reply, chat, request } = exchange;
  const [first = "", ...parts] = request.question.split(kPause);
  reply.begin(200, kStreamHeaders);
  await chat.role();
  await chat.deltas(piecesOf(first));
  for (const part of parts) {
    await exchange.gate();
    await chat.deltas(piecesOf(part));
  }
  await chat.conclude();
  await reply.end();
}

/** @param {Exchange} exchange */
async function lecture(exchange) {
  const { reply, chat, params } = exchange;
  const tokens = tokensOf(lesson(params.number("length", 204_800)));
  const rate = params.number("rate", 1000);
  const kBreath = 4; // milliseconds: timers are not finer
  reply.begin(200, kStreamHeaders);
  await chat.role();
  const begun = performance.now();
  for (let sent = 0; sent < tokens.length; ) {
    const due = Math.min(tokens.length, Math.ceil(((performance.now() - begun) / 1000) * rate));
    for (; sent < due; sent += 1) await chat.delta(tokens[sent] ?? "");
    if (sent < tokens.length) await reply.until(pause(kBreath));
  }
  await chat.conclude();
  await reply.end();
}

/** @type {import("../exchange.mjs").Scenarios} */
export const chosenScenarios = {
  say: { about: `says the question itself; each ${kPause} in it waits for a release [name=]`, run: say },
  lecture: { about: "a long lesson in Markdown at a pace, in tokens a second [length=204800 rate=1000]", run: lecture },
};
