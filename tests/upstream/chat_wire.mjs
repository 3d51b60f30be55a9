// The JSON of OpenAI's Chat Completions API: chunks, whole completions, usage, errors and the model list
// (https://platform.openai.com/docs/api-reference/chat).

/** Moment that every answer of this server claims to be made at, in seconds since 1970: answers are the same on every run. */
const kCreated = 1_750_000_000;
const kFingerprint = "fp_a1b2c3d4e5";

/**
 * @typedef {object} ChatHead what all chunks of one answer have in common
 * @property {string} id
 * @property {string} model
 * @property {boolean} usage whether the client asked for `stream_options.include_usage`
 * @property {boolean} obfuscation whether chunks carry the padding that hides the length of their text
 */

/**
 * @param {ChatHead} head
 * @param {object} delta
 * @param {string | null} [finishReason]
 */
export function chunk(head, delta, finishReason = null) {
  return {
    id: head.id,
    object: "chat.completion.chunk",
    created: kCreated,
    model: head.model,
    service_tier: "default",
    system_fingerprint: kFingerprint,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    // With include_usage every chunk has the field, and only the last one, which has no choice, has a value in it.
    ...(head.usage ? { usage: null } : {}),
    ...(head.obfuscation ? { obfuscation: padding(delta) } : {}),
  };
}

/** @param {{content?: string}} delta */
function padding(delta) {
  return "x".repeat(16 - ((delta.content ?? "").length % 16));
}

/** The chunk that only carries the usage: the last one before `[DONE]`. @param {ChatHead} head @param {object} usage */
export function usageChunk(head, usage) {
  const { choices, obfuscation, ...rest } = chunk(head, {});
  return { ...rest, choices: [], usage };
}

/** A completion that is not streamed. @param {ChatHead} head @param {string} content @param {string} finishReason @param {object} usage */
export function completion(head, content, finishReason, usage) {
  return {
    id: head.id,
    object: "chat.completion",
    created: kCreated,
    model: head.model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    usage,
    service_tier: "default",
    system_fingerprint: kFingerprint,
  };
}

/** Token counts. A delta counts as one token, a word of the request too. @param {{content: unknown}[]} messages @param {number} deltas */
export function usageOf(messages, deltas) {
  const words = messages.map(textOf).join(" ").split(/\s+/).filter(Boolean).length;
  return {
    prompt_tokens: words,
    completion_tokens: deltas,
    total_tokens: words + deltas,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** The text of a message, whose content may be a string or a list of parts. @param {{content: unknown}} message */
export function textOf(message) {
  if (Array.isArray(message.content)) return message.content.map((part) => part.text ?? "").join("");
  return String(message.content ?? "");
}

/** @param {string} message @param {string} type @param {string | null} code @param {string | null} [param] */
export function errorBody(message, type, code, param = null) {
  return { error: { message, type, param, code } };
}

/** @param {string[]} ids */
export function modelList(ids) {
  return {
    object: "list",
    data: ids.map((id) => ({ id, object: "model", created: kCreated, owned_by: "system" })),
  };
}
