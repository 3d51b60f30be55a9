// Answers that keep the reader waiting: for ever, until a test lets them go on, or at a steady pace.
import { setTimeout as pause } from "node:timers/promises";
import { defaultDeltas } from "../default_answer.mjs";
import { kStreamHeaders } from "../chat_stream.mjs";
import { kUnicodeDeltas } from "../unicode_answer.mjs";
import { answerNormally } from "./normal.mjs";

/** @typedef {import("../exchange.mjs").Exchange} Exchange */

/** @param {Exchange} exchange */
async function slowHeaders(exchange) {
  await exchange.gate();
  await answerNormally(exchange);
}

/** @param {Exchange} exchange */
async function slowFirstToken(exchange) {
  const { reply, chat, params, request } = exchange;
  reply.begin(200, kStreamHeaders);
  if (params.text("role", "yes") === "yes") await chat.role();
  await exchange.gate();
  if (params.text("role", "yes") !== "yes") await chat.role();
  await chat.deltas(defaultDeltas(request.question));
  await chat.conclude();
  await reply.end();
}

/** @param {Exchange} exchange */
async function hold(exchange) {
  const { reply, chat, params, request } = exchange;
  const deltas = defaultDeltas(request.question);
  const after = params.number("after", 3);
  reply.begin(200, kStreamHeaders);
  await chat.role();
  await chat.deltas(deltas.slice(0, after));
  await exchange.gate();
  await chat.deltas(deltas.slice(after));
  await chat.conclude();
  await reply.end();
}

/** @param {Exchange} exchange */
async function stepped(exchange) {
  const { reply, chat, params, request } = exchange;
  const deltas = params.text("text", "default") === "unicode" ? kUnicodeDeltas : defaultDeltas(request.question);
  reply.begin(200, kStreamHeaders);
  await chat.role();
  for (const delta of deltas) {
    await exchange.gate();
    await chat.delta(delta);
  }
  await exchange.gate();
  await chat.conclude();
  await reply.end();
}

/** @param {Exchange} exchange */
async function paced(exchange) {
  const { reply, chat, params, request } = exchange;
  const interval = params.number("interval_ms", 20);
  const words = Array.from({ length: params.number("count", 50) }, (_, index) => `word${index} `);
  reply.begin(200, kStreamHeaders);
  await chat.role();
  for (const delta of params.text("text", "words") === "default" ? defaultDeltas(request.question) : words) {
    await reply.until(pause(interval));
    await chat.delta(delta);
  }
  await chat.conclude();
  await reply.end();
}

/** @type {import("../exchange.mjs").Scenarios} */
export const timingScenarios = {
  "slow-headers": { about: "no status line until released [name=]", run: slowHeaders },
  "slow-first-token": { about: "headers and role, no text until released [name= role=yes]", run: slowFirstToken },
  silence: { about: "some deltas, then nothing for ever [after=3]", run: hold },
  hold: { about: "some deltas, then nothing until released [name= after=3]", run: hold },
  stepped: { about: "every delta, and the end, waits for one release [name= text=default|unicode]", run: stepped },
  paced: { about: "deltas at a steady pace [count=50 interval_ms=20 text=words|default]", run: paced },
};
