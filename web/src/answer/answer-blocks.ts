// The blocks of an answer that grows: those that no further text can change are kept, and only the rest is parsed again.
import type { Env, Token } from "markdown-it";
import { type Block, blocksOf, endOf } from "./blocks.ts";
import { shownLength } from "./half-written.ts";
import { markdown } from "./markdown.ts";
import { mended } from "./mended.ts";

type References = NonNullable<Env["references"]>;

interface Kept {
  readonly block: Block;
  /** Its Markdown, if a definition that comes later could make a link of it. */
  readonly source: string | null;
}

/**
 * One answer's blocks. update() gives what parsing the whole text gives, at the cost of parsing what has come since the last
 * block that is finished.
 */
export class AnswerBlocks {
  #text = "";
  #kept: Kept[] = [];
  #keptBlocks: Block[] = [];
  /** Where the text begins that is parsed again. */
  #rest = 0;
  /** The definitions of links that the kept part has. */
  #references: References = {};
  /** All definitions as they were at the last update: `label\naddress\ntitle`. */
  #known = "";

  /** `growing`: more is coming, so what is half written at the end is shown as if it were whole, or not yet. */
  update(text: string, growing: boolean): readonly Block[] {
    const normal = withPlainLineEnds(text);
    const shown = growing ? normal.slice(0, shownLength(normal)) : normal;
    if (!shown.startsWith(this.#text.slice(0, this.#rest))) this.#forget();
    this.#text = shown;
    let parsed = this.#parseRest(growing);
    if (growing && parsed.count > 1 && this.#keepFinished(parsed.env)) parsed = this.#parseRest(growing);
    this.#resolveAgain(parsed.env);
    return [...this.#keptBlocks, ...blocksOf(parsed.tokens, parsed.env)];
  }

  #forget(): void {
    this.#kept = [];
    this.#keptBlocks = [];
    this.#rest = 0;
    this.#references = {};
    this.#known = "";
  }

  #parseRest(growing: boolean): { tokens: Token[]; env: Env; count: number } {
    const env: Env = { references: Object.create(this.#references) as References, growing };
    const tokens = markdown.parse(this.#text.slice(this.#rest), env);
    return { tokens, env, count: tokens.filter(({ level, nesting, hidden }) => level === 0 && nesting >= 0 && !hidden).length };
  }

  /**
   * Keeps the blocks that are finished: all that end before the last one, as far as whole lines tell. A line that is not whole
   * may begin something else than it will have been.
   */
  #keepFinished({ references }: Env): boolean {
    const rest = this.#text.slice(this.#rest, this.#text.lastIndexOf("\n") + 1);
    // Links know the definitions that stand on a line that is not whole, too.
    const env: Env = { references: { ...this.#references, ...references } };
    const tokens = markdown.parse(rest, env);
    const starts: number[] = [];
    for (let at = 0; at < tokens.length; at = endOf(tokens, at)) starts.push(at);
    const isBlock = (at: number) => tokens[at]?.type !== "reference_definition";
    const lastBlock = starts.findLast(isBlock);
    // A definition may take the line behind it as its title: what follows the last finished block is read with it again.
    const finished = starts.filter((at) => isBlock(at) && at !== lastBlock).at(-1);
    if (finished === undefined) return false;

    const lines = lineStarts(rest);
    const placeOf = (line: number) => lines[line] ?? rest.length;
    for (const start of starts.filter((at) => at <= finished)) {
      const map = tokens[start]?.map;
      if (!map) continue;
      const source = rest.slice(placeOf(map[0]), placeOf(map[1]));
      const [block] = blocksOf(tokens.slice(start, endOf(tokens, start)), env);
      if (!block) continue;
      this.#kept.push({ block, source: source.includes("[") ? source : null });
      this.#keptBlocks.push(block);
    }
    const end = placeOf(tokens[finished]?.map?.[1] ?? 0);
    // Only those of the kept part: the others are parsed again.
    const keptEnv: Env = { references: Object.create(this.#references) as References };
    markdown.block.parse(rest.slice(0, end), markdown, keptEnv, []);
    this.#references = { ...this.#references, ...keptEnv.references };
    this.#rest += end;
    return true;
  }

  /** A definition may come after the links that it is for. */
  #resolveAgain(env: Env): void {
    const all: References = { ...this.#references, ...env.references };
    const known = Object.entries(all).map(([label, { href, title }]) => `${label}\n${href}\n${title}`);
    const joined = known.join("\n\n");
    if (joined === this.#known) return;
    const before = new Set(this.#known.split("\n\n"));
    const now = new Set(known);
    const changed = [...before, ...now].filter((entry) => !(before.has(entry) && now.has(entry)));
    const labels = changed.map((entry) => entry.split("\n", 1)[0] ?? "").filter((label) => label !== "");
    this.#known = joined;
    this.#kept = this.#kept.map((kept, index) => {
      if (kept.source === null || !labels.some((label) => mentions(kept.source ?? "", label))) return kept;
      const again: Env = { references: { ...all } };
      const [block = kept.block] = blocksOf(markdown.parse(kept.source, again), again);
      this.#keptBlocks[index] = block;
      return { ...kept, block };
    });
  }
}

function mentions(source: string, label: string): boolean {
  return markdown.utils.normalizeReference(source).includes(label);
}

function withPlainLineEnds(text: string): string {
  // Half a line end is not yet one.
  return text.includes("\r") ? text.replace(/\r$/, "").replace(/\r\n?/g, "\n") : text;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

// Between the blocks and their lines: the last paragraph of a growing text is mended before its lines are read.
markdown.core.ruler.after("block", "mended", (state) => {
  if (state.env["growing"] !== true || endsWithEmptyLine(state.src)) return;
  const last = state.tokens.findLast(({ nesting }) => nesting >= 0);
  if (last?.type === "inline") last.content = mended(last.content);
});

function endsWithEmptyLine(text: string): boolean {
  return text.slice(text.trimEnd().length).split("\n").length > 2;
}
