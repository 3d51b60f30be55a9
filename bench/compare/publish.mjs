// Puts the tables and the chart of the last whole run into the documentation.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { kDocument, kOutput, kPublishedChart } from "./paths.mjs";

/** @param {string} document @param {string} name of a pair of markers @param {string} content @returns {string} with the content between them */
export function between(document, name, content) {
  const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- end of bench: ${name} -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the document has no ${begin} before ${end}`);
  return `${document.slice(0, from + begin.length)}\n${content.trim()}\n${document.slice(to)}`;
}

/** Throws when there was no whole run. */
export async function publish() {
  const found = (/** @type {string} */ name) =>
    readFile(join(kOutput, name), "utf8").catch(() => {
      throw new Error("There is nothing to publish yet: ./dev bench, without --only, --rounds or --quick, measures all of it.");
    });
  let document = await readFile(kDocument, "utf8");
  for (const name of ["table", "details"]) document = between(document, name, await found(`${name}.md`));
  await writeFile(kDocument, document);
  await mkdir(dirname(kPublishedChart), { recursive: true });
  await copyFile(join(kOutput, "chart.svg"), kPublishedChart);
}
