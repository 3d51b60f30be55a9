// Says what OpenAI would refuse in a chat request. The test upstream refuses it too, so that a sloppy client shows.

const kRoles = ["developer", "system", "user", "assistant", "tool", "function"];

/**
 * @param {unknown} body the parsed JSON
 * @returns {{message: string, param: string | null} | null} null if there is nothing to complain about
 */
export function complaintAbout(body) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return { message: "We could not parse the JSON body of your request.", param: null };
  }
  const { model, messages, stream, stream_options: streamOptions } = /** @type {Record<string, any>} */ (body);
  if (typeof model !== "string" || model === "") return { message: "you must provide a model parameter", param: null };
  if (!Array.isArray(messages) || messages.length === 0) {
    return { message: "Missing required parameter: 'messages'.", param: "messages" };
  }
  for (const [index, message] of messages.entries()) {
    const complaint = complaintAboutMessage(message, `messages[${index}]`);
    if (complaint) return complaint;
  }
  if (stream !== undefined && typeof stream !== "boolean") return { message: "Invalid type for 'stream'.", param: "stream" };
  if (streamOptions !== undefined && stream !== true) {
    return { message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.", param: "stream_options" };
  }
  return complaintAboutLimits(/** @type {Record<string, unknown>} */ (body));
}

/** @param {any} message @param {string} where */
function complaintAboutMessage(message, where) {
  if (!kRoles.includes(message?.role)) return { message: `Invalid value for '${where}.role'.`, param: `${where}.role` };
  const { content } = message;
  if (typeof content !== "string" && !Array.isArray(content)) {
    return { message: `Invalid type for '${where}.content'.`, param: `${where}.content` };
  }
  if (typeof content === "string" && !content.isWellFormed()) {
    return { message: `'${where}.content' has a lone surrogate.`, param: `${where}.content` };
  }
  return null;
}

/** @param {Record<string, unknown>} body */
function complaintAboutLimits(body) {
  for (const name of ["max_tokens", "max_completion_tokens"]) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    if (!Number.isInteger(value) || /** @type {number} */ (value) < 1) {
      return { message: `Invalid value for '${name}': expected an integer of at least 1.`, param: name };
    }
  }
  if (body.max_tokens != null && body.max_completion_tokens != null) {
    return { message: "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", param: "max_tokens" };
  }
  return null;
}
