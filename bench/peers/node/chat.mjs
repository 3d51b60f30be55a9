// The Socket.IO side: a question takes a coin, its answer is streamed from the model, stored, and settled or refunded.
import { randomUUID } from "node:crypto";
import { Server } from "socket.io";
import { sessionToken } from "./auth.mjs";
import { kTiers } from "./ledger.mjs";

const kUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const kLongestQuestion = 8000;
const kModel = "gpt-4o";
const kPrompt =
  "You are the tutor of a programming lab. Give debugging tips: where to look, what the error message says, one small check " +
  "to try, and one closing question. Stay between 80 and 160 words, without code blocks.";

const kRefusals = {
  not_logged_in: "Log in first.",
  invalid_message: "A message has a content and a coin: gold, silver or copper.",
  low_coins: "There is no such coin left.",
  already_asked: "This question was asked before.",
  upstream_error: "The model did not answer. The coin is back; ask again.",
};
/** @typedef {keyof typeof kRefusals} Code */

/** @typedef {{id: string, tier: string, content: string}} Question id: a UUID, asked once */

/** @param {any} message @returns {Question | undefined} undefined if it is no question */
function questionOf(message) {
  const { content, selected_coin: tier, id = randomUUID() } = message ?? {};
  const valid =
    typeof content === "string" && content.length > 0 && content.length <= kLongestQuestion && kTiers.includes(tier) && kUuid.test(id);
  return valid ? { id, tier, content } : undefined;
}

/**
 * @param {import("node:http").Server} httpServer @param {import("./desk.mjs").Desk} desk @param {import("openai").OpenAI} model
 * @returns {Server}
 */
export function serveChat(httpServer, desk, model) {
  const io = new Server(httpServer, { serveClient: false });
  io.use((socket, next) => {
    const token = sessionToken(socket.handshake.headers.cookie);
    socket.data.account = token && desk.accountOf(token);
    next();
  });
  io.on("connection", (socket) => {
    // As Socket.IO's page on memory has it, but after the cookie was read: nobody needs the first request any more.
    socket.conn.request = null;
    socket.on("message", (message, acknowledge = () => {}) => onMessage({ socket, desk, model }, message, acknowledge));
  });
  return io;
}

/** @typedef {{socket: import("socket.io").Socket, desk: import("./desk.mjs").Desk, model: import("openai").OpenAI}} Context */

/** @param {Context} context @param {unknown} message @param {(answer: object) => void} acknowledge */
async function onMessage({ socket, desk, model }, message, acknowledge) {
  const refuse = (/** @type {Code} */ code) => {
    socket.emit("error", { type: "error", code, message: kRefusals[code] });
    acknowledge({ ok: false, code, message: kRefusals[code] });
  };
  const { account } = socket.data;
  if (!account) return refuse("not_logged_in");
  const question = questionOf(message);
  if (!question) return refuse("invalid_message");
  const balances = await desk.change("reserve", account, question.id, question.tier, question.content);
  if (balances === "already_asked" || balances === "low_coins") return refuse(balances);
  acknowledge({ ok: true, answer_id: question.id, balances });
  await answer({ socket, desk, model }, question);
}

/** Streams one answer; it runs on when its reader leaves. @param {Context} context @param {Question} question */
async function answer({ socket, desk, model }, { id, content: question }) {
  let text = "";
  let reason = "";
  let tokens = null;
  try {
    const chunks = await model.chat.completions.create({
      model: kModel,
      messages: [
        { role: "system", content: kPrompt },
        { role: "user", content: question },
      ],
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const { choices, usage } of chunks) {
      if (usage) tokens = usage.completion_tokens;
      if (choices.length === 0) continue;
      const { delta, finish_reason: finished } = choices[0];
      if (delta.content) {
        socket.emit("stream", { type: "stream", answer_id: id, offset: text.length, content: delta.content });
        text += delta.content;
      }
      if (finished) reason = finished;
    }
    if (!reason) throw new Error("the model's stream ended early");
  } catch (error) {
    console.error(`peer: the answer ${id} failed: ${error.message}`);
    const balances = await desk.change("refund", id, text, "upstream_error");
    const [code, message] = ["upstream_error", kRefusals.upstream_error];
    socket.emit("error", { type: "error", code, message, answer_id: id, refunded: true, balances });
    return;
  }
  const balances = await desk.change("settle", id, text, reason, tokens);
  socket.emit("done", { type: "done", answer_id: id, reason, length: text.length, charged: true, balances });
}
