// Where a line can break: the messages of an upgrade and of a stream, in their order.

/** @typedef {import("./faulty_line.mjs").Message} Message */

/** @param {Message} message @param {RegExp} first @param {RegExp} [body] */
const isHttp = ({ kind, text }, first, body) => kind === "http" && first.test(text) && (body === undefined || body.test(text));

/** @param {Message} message @param {RegExp} request @param {RegExp} [of] */
const isAnswer = (message, request, of) =>
  message.direction === "down" && isHttp(message, /^HTTP\/1\.1/, of) && request.test(message.request);

/** @param {Message} message @param {"up" | "down"} direction @param {RegExp} text */
const isFrame = (message, direction, text) =>
  message.kind === "frame" && message.direction === direction && text.test(message.text);

const kOpen = /^GET .*transport=polling(?!.*sid=)/;
const kPoll = /^GET .*transport=polling.*sid=/;
const kPost = /^POST /;
const kWebSocket = /^GET .*transport=websocket/;

/** @type {Record<string, (message: Message) => boolean>} */
export const kHandshakePoints = {
  "the request that opens": (message) => isHttp(message, kOpen),
  "its answer": (message) => isAnswer(message, kOpen),
  "the POST that joins": (message) => isHttp(message, kPost, /\r\n\r\n40/),
  "its ok": (message) => isAnswer(message, kPost),
  "the first poll": (message) => isHttp(message, kPoll),
  "the answer to the join": (message) => isAnswer(message, kPoll, /40\/lab,\{/),
};

/** @type {Record<string, (message: Message) => boolean>} */
export const kUpgradePoints = {
  "the WebSocket's request": (message) => isHttp(message, kWebSocket),
  "the 101": (message) => isAnswer(message, kWebSocket),
  "2probe": (message) => isFrame(message, "up", /^2probe$/),
  "3probe": (message) => isFrame(message, "down", /^3probe$/),
  "the upgrade packet": (message) => isFrame(message, "up", /^5$/),
  "the first event by WebSocket": (message) => isFrame(message, "down", /^4/),
  "the first packet from the client by WebSocket": (message) => isFrame(message, "up", /^[34](?!probe)/),
};

/** The poll that ends because of the probe. @returns {(message: Message) => boolean} */
export function lastPoll() {
  let probed = false;
  return (message) => {
    probed ||= isFrame(message, "up", /^2probe$/);
    return probed && isAnswer(message, kPoll);
  };
}

/**
 * On a quick line the upgrade is done before the client polls again, and no poll is there to be ended: the probe has to wait for one.
 * @returns {import("./faulty_line.mjs").Hold}
 */
export function probeAfterSecondPoll() {
  let polls = 0;
  return {
    held: (message) => isFrame(message, "up", /^2probe$/),
    until: (message) => isHttp(message, kPoll) && ++polls === 2,
  };
}

/** @type {Record<string, (message: Message) => boolean>} */
export const kPollingStreamPoints = {
  "a poll amid the stream": (message) => isHttp(message, kPoll) && message.start > 4_000,
  "an answer with events": (message) => isAnswer(message, kPoll, /"seq":20\b/),
  "the ok of a question": (message) => isAnswer(message, kPost) && message.start > 4_000,
  "a question": (message) => isHttp(message, kPost, /message-with-ack/),
  "the answer to a question": (message) => isAnswer(message, kPoll, /43\/lab,/),
  "a ping": (message) => isAnswer(message, kPoll, /\r\n\r\n2\b|\x1e2\b/),
  "a pong": (message) => isHttp(message, kPost, /\r\n\r\n3$/),
};

/** @type {Record<string, (message: Message) => boolean>} */
export const kWebSocketStreamPoints = {
  "the open packet": (message) => isFrame(message, "down", /^0/),
  "the join": (message) => isFrame(message, "up", /^40/),
  "the answer to the join": (message) => isFrame(message, "down", /^40/),
  "an event": (message) => isFrame(message, "down", /"seq":20\b/),
  "a question": (message) => isFrame(message, "up", /message-with-ack/),
  "the answer to a question": (message) => isFrame(message, "down", /^43\/lab,/),
  "a ping": (message) => isFrame(message, "down", /^2$/),
  "a pong": (message) => isFrame(message, "up", /^3$/),
};
