// The configurations that docs/operations.md gives: what is documented is what is tested.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const kPage = fileURLToPath(new URL("../../docs/operations.md", import.meta.url));

/**
 * The code block of a language whose first line is `# title`.
 * @param {"nginx" | "haproxy"} language @param {string} title
 */
export function documented(language, title) {
  const blocks = readFileSync(kPage, "utf8").matchAll(/^```(\w+)\n# (.*)\n([^]*?)^```$/gm);
  for (const [, blockLanguage, blockTitle, text] of blocks) {
    if (blockLanguage === language && blockTitle === title) return text;
  }
  throw new Error(`docs/operations.md has no ${language} block that begins with "# ${title}"`);
}

/**
 * Puts each of `changes` in the place of what it names; that has to be there. Ports, addresses and paths are all that a test
 * may change.
 * @param {string} text @param {[from: string, to: string][]} changes
 */
export function changed(text, changes) {
  return changes.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the documented configuration has no "${from}"`);
    return result.replaceAll(from, to);
  }, text);
}
