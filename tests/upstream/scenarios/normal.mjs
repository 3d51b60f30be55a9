// Answers that end well: the usual one, and those with unusual content.
import { defaultDeltas, longDeltas, piecesOf } from "../default_answer.mjs";

/** @typedef {import("../exchange.mjs").Exchange} Exchange */

/** The usual answer, streamed or not as the client asked. @param {Exchange} exchange */
export async function answerNormally(exchange) {
  await exchange.answer(defaultDeltas(exchange.request.question));
}

/**
 * An answer of fixed pieces.
 * @param {string[]} deltas
 * @returns {(exchange: Exchange) => Promise<void>}
 */
const fixed = (deltas) => (exchange) => exchange.answer(deltas);

/** @param {Exchange} exchange */
async function truncated(exchange) {
  const deltas = defaultDeltas(exchange.request.question);
  await exchange.answer(deltas.slice(0, exchange.params.number("after", 5)), "length");
}

/** @param {Exchange} exchange */
async function filtered(exchange) {
  const deltas = defaultDeltas(exchange.request.question);
  await exchange.answer(deltas.slice(0, exchange.params.number("after", 5)), "content_filter");
}

/** @param {Exchange} exchange */
async function huge(exchange) {
  await exchange.answer(["x".repeat(exchange.params.number("bytes", 1 << 20))]);
}

/** @param {Exchange} exchange */
async function long(exchange) {
  const { params } = exchange;
  await exchange.answer(longDeltas(params.number("pieces", 64), params.number("bytes", 16_384)));
}

/** @param {Exchange} exchange */
async function echoRequest(exchange) {
  await exchange.answer(piecesOf(JSON.stringify(exchange.request.body)));
}

// JSON.stringify writes a lone surrogate as an escape, so these two pieces are "\ud83d" and "\ude00" on the wire.
const kSplitPair = ["A smile ", "\ud83d", "\ude00", " in two halves"];
const kLoneSurrogate = ["before ", "\ud83d", " after"];

/** @type {import("../exchange.mjs").Scenarios} */
export const normalScenarios = {
  default: { about: "a normal answer with the question, Markdown, code and emoji", run: answerNormally },
  empty: { about: "finish_reason stop without any text", run: fixed([]) },
  length: { about: "some text, then finish_reason length [after=5 deltas]", run: truncated },
  "content-filter": { about: "some text, then finish_reason content_filter [after=5 deltas]", run: filtered },
  "huge-delta": { about: "one delta with a lot of text [bytes=1048576]", run: huge },
  long: { about: "many deltas of a size, each of which says which one it is [pieces=64 bytes=16384]", run: long },
  "split-surrogate": { about: "an emoji whose two halves come in two deltas, as \\u escapes", run: fixed(kSplitPair) },
  "lone-surrogate": { about: "half an emoji, whose other half never comes", run: fixed(kLoneSurrogate) },
  "echo-request": { about: "answers with the JSON of the request's body", run: echoRequest },
};
