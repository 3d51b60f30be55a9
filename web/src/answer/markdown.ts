// Markdown to blocks. The text comes from a model and is not trusted: raw HTML stays text, links are http(s) or mailto, images
// become links, and only what stands inside of a line becomes HTML here (sanitize.ts checks it again).
import MarkdownItFactory, { type Env, type Token } from "markdown-it";
import { words } from "../messages/messages.ts";
import { delimitersOf, formulaSyntax } from "./formula-syntax.ts";
import { hostToShow } from "./link-host.ts";

export const markdown = new MarkdownItFactory({ html: false, linkify: true, breaks: false });
markdown.use(formulaSyntax);
// Where definitions stand matters to whoever parses a growing text by pieces; blocks.ts leaves them out.
markdown.core.ruler.disable("strip_references");
// Only what is written as a full address: "main.py" and "std.io" are file names here, not web sites.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url.trim());

const rules = markdown.renderer.rules;
const { escapeHtml } = markdown.utils;

const opening = (address: string) => `<a href="${escapeHtml(address)}" target="_blank" rel="noopener noreferrer" class="external">`;

/** What follows a link's text: its host where the text misleads, and for screen readers that it opens elsewhere. */
function closing(text: string, address: string): string {
  const host = hostToShow(text, address);
  const shown = host === null ? "" : `<span class="host"> (${escapeHtml(host)})</span>`;
  return `${shown}<span class="visually-hidden">${escapeHtml(words().answer.newTab)}</span></a>`;
}

rules.link_open = (tokens, index) => opening(addressOf(tokens[index]));
rules.link_close = (tokens, index) => {
  const start = tokens.findLastIndex((token, place) => place < index && token.type === "link_open");
  return closing(textOf(tokens.slice(start, index)), addressOf(tokens[start]));
};

rules.image = (tokens, index) => {
  const address = String(tokens[index]?.attrGet("src") ?? "");
  const name = tokens[index]?.content || words().answer.picture;
  return opening(address) + escapeHtml(name) + closing(name, address);
};

// The class tells how it was written, so that a formula that cannot be drawn is shown as it came.
rules.formula = (tokens, index) => {
  const { content = "", markup = "" } = tokens[index] ?? {};
  return `<span class="formula ${delimitersOf(markup).name}">${escapeHtml(content)}</span>`;
};

function addressOf(token: Token | undefined): string {
  return String(token?.attrGet("href") ?? "");
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ type, content }) => (type.endsWith("break") ? " " : content)).join("");
}

export function inlineHtml(tokens: readonly Token[], env: Env): string {
  return markdown.renderer.render([...tokens], markdown.options, env);
}
