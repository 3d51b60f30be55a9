// Colours for code: highlight.js and its grammars, fetched when they are first needed.
import type { HLJSApi } from "highlight.js";
import { fetchGrammars, type GrammarName } from "./languages.ts";
import { OnDemand } from "../on-demand.ts";
import { highlightedFragment } from "./sanitize.ts";

/** In characters. What is longer stays plain: colouring it would hold the page up. */
export const longestColoured = 40_000;

const highlight = new OnDemand<HLJSApi>(async () => (await import("highlight.js/lib/core")).default);
const grammars = new Map<GrammarName, OnDemand<true>>();

/** Whether code in that language can be coloured at once. */
export function isReady(grammar: GrammarName): boolean {
  return grammars.get(grammar)?.part === true;
}

/** Resolves when code in that language can be coloured; to false when that is not possible now. */
export async function ready(grammar: GrammarName): Promise<boolean> {
  let wanted = grammars.get(grammar);
  if (!wanted) {
    wanted = new OnDemand(() => register(grammar));
    grammars.set(grammar, wanted);
  }
  return (await wanted.wanted()) === true;
}

async function register(grammar: GrammarName): Promise<true> {
  const [core, found] = await Promise.all([highlight.wanted(), fetchGrammars(grammar)]);
  if (!core) throw new Error("highlight.js could not be fetched");
  for (const [name, definition] of found) if (!core.getLanguage(name)) core.registerLanguage(name, definition);
  return true;
}

/** Its grammar is ready. Null when the code cannot be coloured. */
export function coloured(code: string, grammar: GrammarName): DocumentFragment | null {
  if (!highlight.part || code.length > longestColoured) return null;
  return highlightedFragment(highlight.part.highlight(code, { language: grammar, ignoreIllegals: true }).value);
}
