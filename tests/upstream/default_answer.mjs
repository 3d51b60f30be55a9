// The answer that every question without a directive gets. Tests compute it too, so that they can compare whole texts.

/** The text for a question: Markdown, code and characters outside the Basic Multilingual Plane. @param {string} question */
export function defaultAnswer(question) {
  return [
    `You asked: ${question}`,
    "",
    "1. **Plan** 🧭: name the parts first – then join them.",
    "2. Try it:",
    "",
    "```js",
    'const family = "👩‍💻"; // 5 UTF-16 units, 3 code points',
    "console.log([...family].length < family.length);",
    "```",
    "",
    "What changes when `family` is `\"é\"`? 🤔",
  ].join("\n");
}

/** The same text in the small pieces a model sends, which never part a surrogate pair. @param {string} question @returns {string[]} */
export function defaultDeltas(question) {
  return piecesOf(defaultAnswer(question));
}

/** @param {string} text @returns {string[]} pieces of up to 6 code points that join to the text */
export function piecesOf(text) {
  return text.match(/\s*\S{1,6}|\s+/gu) ?? [];
}

/** What the scenario `long` says: `pieces` deltas of `bytes` ASCII characters. @param {number} pieces @param {number} bytes */
export function longDeltas(pieces, bytes) {
  return Array.from({ length: pieces }, (_, index) => `\n${index}: `.padEnd(bytes, "0123456789abcdef "));
}
