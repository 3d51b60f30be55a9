// Measures the page in Chromium against the server in $AILAB_BINARY, and prints it beside what is wanted:
//   node bench/page/main.mjs [--length 204800] [--rate 1000] [--questions 500]
import { parseArgs } from "node:util";
import { startLab } from "../../tests/harness/lab.mjs";
import { launch } from "./browser.mjs";
import { streamFrames } from "./fast_stream.mjs";
import { loadSizes, loadTimes } from "./first_load.mjs";
import { longConversation } from "./long_conversation.mjs";

const { values } = parseArgs({
  options: {
    length: { type: "string", default: "204800" },
    rate: { type: "string", default: "1000" },
    questions: { type: "string", default: "500" },
  },
});
const [length, rate, questions] = [Number(values.length), Number(values.rate), Number(values.questions)];

/** @param {string} what @param {string} measured @param {string} [wanted] */
const print = (what, measured, wanted = "") => console.log(`${what.padEnd(52)} ${measured.padStart(14)}   ${wanted}`);
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const milliseconds = (/** @type {number} */ time) => `${time.toFixed(0)} ms`;

const lab = await startLab({ goldCoins: 100_000, connections: 1000 });
const browser = await launch();
try {
  const { script, style, other } = await loadSizes(browser, lab);
  print("JavaScript of the first load, compressed", kilobytes(script), "wanted: below 120 KB");
  print("style sheets and the rest, compressed", kilobytes(style + other));
  const { paint, typing } = await loadTimes(browser, lab);
  print("first paint, from an empty cache", milliseconds(paint));
  print("one can type, from an empty cache", milliseconds(typing));
  const stream = await streamFrames(browser, lab, { length, rate });
  print(`frames while ${kilobytes(length)} arrive at ${rate} tokens/s`, `${stream.perSecond.toFixed(1)} /s`, "wanted: 50 /s or more");
  print("  the longest frame; 99 in 100 are shorter than", `${stream.longest.toFixed(0)}; ${stream.late.toFixed(0)} ms`);
  print("  the answer took", `${stream.seconds.toFixed(1)} s`);
  if (!stream.following) throw new Error("the page did not follow the newest text");
  const long = await longConversation(browser, lab, questions);
  print(`scripts' memory after ${questions} questions and answers`, megabytes(long.full), `after one: ${megabytes(long.empty)}`);
  print("  a letter is drawn there after", milliseconds(long.letter));
} finally {
  await browser.close();
  await lab.close();
}
