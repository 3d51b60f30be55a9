// Answers whose connection breaks: `how=` says in which way (see Reply.cut()), and with a `name=` not before that gate is released.
import { chunk } from "../chat_wire.mjs";
import { defaultDeltas } from "../default_answer.mjs";
import { kStreamHeaders } from "../chat_stream.mjs";

/** @typedef {import("../exchange.mjs").Exchange} Exchange */

/** @param {Exchange} exchange */
async function cut(exchange) {
  if (exchange.params.text("name", undefined) !== undefined) await exchange.gate();
  await exchange.reply.cut(/** @type {"close" | "reset" | "stream"} */ (exchange.params.text("how", "stream")));
}

/** @param {Exchange} exchange */
async function cutMidStream(exchange) {
  const { reply, chat, params, request } = exchange;
  reply.begin(200, kStreamHeaders);
  await chat.role();
  await chat.deltas(defaultDeltas(request.question).slice(0, params.number("after", 3)));
  await cut(exchange);
}

/** @param {Exchange} exchange */
async function cutMidCharacter(exchange) {
  const { reply, chat, params, request } = exchange;
  reply.begin(200, kStreamHeaders);
  await chat.role();
  await chat.deltas(defaultDeltas(request.question).slice(0, params.number("after", 3)));
  const event = Buffer.from(chat.encode(chunk(chat.head, { content: "😀" })));
  const kFirstByteOfEmoji = 0xf0;
  await chat.raw(event.subarray(0, event.indexOf(kFirstByteOfEmoji) + 2));
  await cut(exchange);
}

/** @type {import("../exchange.mjs").Scenarios} */
export const cutScenarios = {
  "cut-before-headers": { about: "the request is read, then the connection breaks [how=stream name=]", run: cut },
  "cut-mid-stream": { about: "breaks after some deltas [after=3 how=stream|close|reset name=]", run: cutMidStream },
  "cut-mid-character": { about: "breaks after two of an emoji's four bytes [after=3 how=stream|close|reset name=]", run: cutMidCharacter },
};
