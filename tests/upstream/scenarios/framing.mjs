// Answers that are right but framed in an unusual way, and answers that are wrong as a stream of events.
import { ChatStream, kStreamHeaders } from "../chat_stream.mjs";
import { errorBody } from "../chat_wire.mjs";
import { defaultDeltas } from "../default_answer.mjs";
import { comment } from "../sse.mjs";

/** @typedef {import("../exchange.mjs").Exchange} Exchange */

/** A complete answer in another framing. @param {import("../sse.mjs").Framing} framing @returns {(exchange: Exchange) => Promise<void>} */
const framed = (framing) => async ({ reply, chat, request }) => {
  reply.begin(200, kStreamHeaders);
  await new ChatStream(reply, chat.head, request, framing).play(defaultDeltas(request.question));
  await reply.end();
};

/** @param {Exchange} exchange */
async function everyByte({ reply, chat, request }) {
  const oneByOne = {
    /** @param {string | Uint8Array} bytes */
    async write(bytes) {
      for (const byte of Buffer.from(/** @type {string} */ (bytes))) await reply.write(Buffer.of(byte));
    },
  };
  reply.begin(200, kStreamHeaders);
  await new ChatStream(oneByOne, chat.head, request).play(kEveryByteDeltas);
  await reply.end();
}

/** What the scenario `every-byte` says. */
export const kEveryByteDeltas = ["Byte ", "by byte: ", "é ", "– ", "👩‍💻", "."];

/** @param {Exchange} exchange */
async function comments({ reply, chat, request }) {
  reply.begin(200, kStreamHeaders);
  await chat.raw("retry: 3000\n\n");
  await chat.role();
  for (const delta of defaultDeltas(request.question)) {
    await chat.raw(comment("keep-alive"));
    await chat.delta(delta);
  }
  await chat.raw(":\n\n");
  await chat.conclude();
  await reply.end();
}

/**
 * Some deltas, then what the scenario adds, then a clean end of the HTTP answer.
 * @param {(exchange: Exchange) => Promise<void>} ending
 * @returns {(exchange: Exchange) => Promise<void>}
 */
const endingWith = (ending) => async (exchange) => {
  const { reply, chat, params, request } = exchange;
  const deltas = defaultDeltas(request.question);
  reply.begin(200, kStreamHeaders);
  await chat.role();
  await chat.deltas(deltas.slice(0, params.number("after", deltas.length)));
  await ending(exchange);
  await reply.end();
};

const kStreamError = errorBody("The server had an error while processing your request. Sorry about that!", "server_error", null);

/** @type {import("../exchange.mjs").Scenarios} */
export const framingScenarios = {
  crlf: { about: "lines end with CR LF", run: framed({ eol: "\r\n" }) },
  cr: { about: "lines end with CR", run: framed({ eol: "\r" }) },
  "multi-line-data": { about: "one event's JSON over several data fields", run: framed({ multiLine: true }) },
  comments: { about: "comment lines and a retry field between the events", run: comments },
  "every-byte": { about: "the body is written byte by byte, and completes", run: everyByte },
  "error-in-stream": {
    about: "an error object as an event, after some deltas [after=]",
    run: endingWith(({ chat }) => chat.send(kStreamError)),
  },
  "malformed-json": {
    about: "an event that is not JSON, after some deltas; the rest follows [after=]",
    run: endingWith(async ({ chat }) => {
      await chat.raw('data: {"id":"chatcmpl-1","choices":[{"delta":{"content":\n\n');
      await chat.conclude();
    }),
  },
  "wrong-shape": {
    about: "an event that is JSON but no chunk, after some deltas; the rest follows [after=]",
    run: endingWith(async ({ chat }) => {
      await chat.send({ choices: "none", id: 7 });
      await chat.conclude();
    }),
  },
  "no-done": { about: "a clean end after finish_reason, without [DONE] [after=]", run: endingWith(({ chat }) => chat.finish("stop")) },
  "no-finish": { about: "a clean end after some deltas, without finish_reason or [DONE] [after=]", run: endingWith(async () => {}) },
  "done-without-finish": { about: "[DONE] after some deltas, without finish_reason [after=]", run: endingWith(({ chat }) => chat.done()) },
};
