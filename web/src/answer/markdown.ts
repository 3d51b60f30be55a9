// Markdown to HTML, one piece per top-level block, so that a growing answer redraws only its last block.
// The text comes from a model and is not trusted: raw HTML stays text, links are http(s) or mailto, images become links,
// and nothing needs a style attribute (the page's Content-Security-Policy forbids them).
import MarkdownIt from "markdown-it";
import { words } from "../messages/messages.ts";

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false });
// Only what is written as a full address: "main.py" and "std.io" are file names here, not web sites.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url.trim());

const rules = markdown.renderer.rules;
const { escapeHtml } = markdown.utils;

rules.link_open = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  if (!token) return "";
  token.attrSet("target", "_blank");
  token.attrSet("rel", "noopener noreferrer");
  token.attrSet("class", "external");
  return self.renderToken(tokens, index, options);
};
rules.link_close = () => `<span class="visually-hidden">${escapeHtml(words().answer.newTab)}</span></a>`;

rules.image = (tokens, index) => {
  const token = tokens[index];
  const address = escapeHtml(String(token?.attrGet("src") ?? ""));
  const name = escapeHtml(token?.content || words().answer.picture);
  return (
    `<a href="${address}" target="_blank" rel="noopener noreferrer" class="external">${name}` +
    `<span class="visually-hidden">${escapeHtml(words().answer.newTab)}</span></a>`
  );
};

// The page's own headings are h1 and h2.
rules.heading_open = (tokens, index) => `<h${answerHeading(tokens[index]?.tag)}>`;
rules.heading_close = (tokens, index) => `</h${answerHeading(tokens[index]?.tag)}>\n`;

function answerHeading(tag = "h1"): number {
  return Math.min(6, Number(tag.slice(1)) + 2);
}

// markdown-it writes a column's alignment as a style attribute.
for (const cell of ["th", "td"] as const) {
  rules[`${cell}_open`] = (tokens, index) => {
    const align = /text-align:\s*(left|right|center)/.exec(String(tokens[index]?.attrGet("style") ?? ""))?.[1];
    return align ? `<${cell} class="align-${align}">` : `<${cell}>`;
  };
}
rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
rules.table_close = () => "</table></div>\n";

rules.fence = (tokens, index) => {
  const token = tokens[index];
  return codeFigure(token?.content ?? "", languageOf(token?.info ?? ""));
};
rules.code_block = (tokens, index) => codeFigure(tokens[index]?.content ?? "", "");

export function languageOf(info: string): string {
  return (/^[\w+#.-]{1,24}/.exec(info.trim())?.[0] ?? "").toLowerCase();
}

const languageNames: Readonly<Record<string, string>> = {
  "c++": "C++", cpp: "C++", cc: "C++", hpp: "C++", c: "C", cs: "C#", csharp: "C#", js: "JavaScript", javascript: "JavaScript",
  ts: "TypeScript", typescript: "TypeScript", py: "Python", python: "Python", java: "Java", rs: "Rust", rust: "Rust",
  go: "Go", sh: "Shell", bash: "Shell", shell: "Shell", console: "Terminal", html: "HTML", css: "CSS", json: "JSON",
  sql: "SQL", kt: "Kotlin", kotlin: "Kotlin", swift: "Swift", rb: "Ruby", ruby: "Ruby", php: "PHP", r: "R",
  xml: "XML", yaml: "YAML", yml: "YAML", toml: "TOML", text: "Text", txt: "Text", diff: "Diff", cmake: "CMake", make: "Make",
};

function codeFigure(code: string, language: string): string {
  const label = Object.hasOwn(languageNames, language) ? languageNames[language] : language;
  return (
    `<figure class="code"><figcaption><span>${escapeHtml(label || words().answer.code)}</span>` +
    `<button type="button" class="copy" aria-live="polite">${escapeHtml(words().answer.copy)}</button></figcaption>` +
    `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre></figure>\n`
  );
}

/** The HTML of each top-level block, in order. Text that grows at its end keeps the blocks before the last. */
export function renderBlocks(text: string): string[] {
  const env = {};
  const tokens = markdown.parse(text, env);
  const blocks: string[] = [];
  let start = 0;
  let depth = 0;
  tokens.forEach((token, index) => {
    depth += token.nesting;
    if (depth > 0) return;
    blocks.push(markdown.renderer.render(tokens.slice(start, index + 1), markdown.options, env));
    start = index + 1;
  });
  return blocks;
}
