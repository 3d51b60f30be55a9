// The second lock on an answer's HTML, behind markdown.ts: only tags and attributes that it writes pass.
import DOMPurify from "dompurify";

const allowed = {
  ALLOWED_TAGS: [
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span", "div",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "button",
  ],
  ALLOWED_ATTR: ["href", "title", "class", "target", "rel", "type", "start", "tabindex", "aria-live"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

export function sanitize(html: string): string {
  return DOMPurify.sanitize(html, allowed);
}
