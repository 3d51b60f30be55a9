// Writes server-sent events (WHATWG HTML, section 9.2 "Server-sent events"): the framing of a streamed chat completion.

/**
 * @typedef {object} Framing
 * @property {string} [eol] end of a line: "\n" (what OpenAI sends), "\r\n" or "\r"; a reader has to take all three
 * @property {boolean} [multiLine] one `data:` field for every line of `data` (otherwise data must have one line)
 */

/**
 * One event with nothing but data.
 * @param {string} data
 * @param {Framing} [framing]
 */
export function dataEvent(data, { eol = "\n", multiLine = false } = {}) {
  const lines = multiLine ? data.split("\n") : [data];
  return lines.map((line) => `data: ${line}${eol}`).join("") + eol;
}

/**
 * A comment line, which proxies and servers send to keep a connection alive and a reader has to skip.
 * @param {string} text
 * @param {string} [eol]
 */
export function comment(text, eol = "\n") {
  return `: ${text}${eol}${eol}`;
}
