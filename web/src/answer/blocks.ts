// The blocks of a Markdown text, as they are drawn: what holds blocks becomes elements, what is written in lines becomes HTML.
import type { Env, Token } from "markdown-it";
import { inlineHtml } from "./markdown.ts";

export type Block =
  | { readonly kind: "lines"; readonly tag: LinesTag; readonly html: string }
  | { readonly kind: "holder"; readonly tag: HolderTag; readonly start: number | null; readonly blocks: readonly Block[] }
  | { readonly kind: "code"; readonly language: string; readonly code: string; readonly closed: boolean }
  | { readonly kind: "formula"; readonly source: string; readonly markup: string; readonly closed: boolean }
  | { readonly kind: "table"; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: "rule" };

/** "div": the text of an item in a list whose items have no space between them. */
export type LinesTag = "p" | "div" | "h3" | "h4" | "h5" | "h6";
export type HolderTag = "ul" | "ol" | "li" | "blockquote";

export interface Cell {
  readonly align: "left" | "right" | "center" | null;
  readonly html: string;
}

const holders: Readonly<Record<string, HolderTag>> = {
  bullet_list_open: "ul",
  ordered_list_open: "ol",
  list_item_open: "li",
  blockquote_open: "blockquote",
};

/** `tokens` are whole: what they open, they close. */
export function blocksOf(tokens: readonly Token[], env: Env): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    const end = endOf(tokens, at);
    if (token) blocks.push(...blockOf(token, tokens.slice(at + 1, end - 1), env));
    at = end;
  }
  return blocks;
}

/** The index behind the block that begins at `start`. */
export function endOf(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    depth += tokens[at]?.nesting ?? 0;
    if (depth <= 0) return at + 1;
  }
  return tokens.length;
}

function blockOf(token: Token, inside: readonly Token[], env: Env): Block[] {
  const holder = holders[token.type];
  if (holder) {
    const start = token.attrGet("start");
    return [{ kind: "holder", tag: holder, start: start === null ? null : Number(start), blocks: blocksOf(inside, env) }];
  }
  switch (token.type) {
    case "paragraph_open":
      return [{ kind: "lines", tag: token.hidden ? "div" : "p", html: inlineHtml(inside, env) }];
    case "heading_open":
      return [{ kind: "lines", tag: headingTag(token.tag), html: inlineHtml(inside, env) }];
    case "fence":
      return [{ kind: "code", language: languageOf(token.info), code: token.content, closed: isClosed(token) }];
    case "code_block":
      return [{ kind: "code", language: "", code: token.content, closed: true }];
    case "formula_block":
      return [{ kind: "formula", source: token.content, markup: token.markup, closed: token.meta?.["closed"] === true }];
    case "table_open":
      return [tableOf(inside, env)];
    case "hr":
      return [{ kind: "rule" }];
    default:
      return [];
  }
}

/** The page's own headings are h1 and h2. */
function headingTag(tag: string): LinesTag {
  const tags = ["h3", "h4", "h5", "h6"] as const;
  return tags[Number(tag.slice(1)) - 1] ?? "h6";
}

export function languageOf(info: string): string {
  return (/^[\w+#.-]{1,24}/.exec(info.trim())?.[0] ?? "").toLowerCase();
}

/** Whether a code block has its closing line. */
function isClosed({ map, content }: Token): boolean {
  const lines = content.split("\n").length - 1;
  if (content !== "" && !content.endsWith("\n")) return false;
  return map !== null && map[1] - map[0] === lines + 2;
}

function tableOf(inside: readonly Token[], env: Env): Block {
  const rows: Cell[][] = [];
  inside.forEach((token, at) => {
    if (token.type === "tr_open") rows.push([]);
    if (token.type !== "th_open" && token.type !== "td_open") return;
    // markdown-it writes a column's alignment as a style attribute, which the page's policy forbids.
    const align = /text-align:(left|right|center)/.exec(String(token.attrGet("style") ?? ""))?.[1];
    rows.at(-1)?.push({ align: (align as Cell["align"]) ?? null, html: inlineHtml(inside.slice(at + 1, at + 2), env) });
  });
  const [head = [], ...others] = rows;
  return { kind: "table", head, rows: others };
}
