// The second lock on what becomes HTML, behind markdown.ts, KaTeX and highlight.js: only tags and attributes that they write
// pass. The results are nodes, which are never read as text again: a second reading is how harmless HTML turns into harmful.
import DOMPurify, { type Config } from "dompurify";
import { tameFormula } from "./formula-limits.ts";

const everywhere = { ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false, RETURN_DOM_FRAGMENT: true } as const;

/** The inside of a paragraph, a heading or a cell. */
const lines: Config = {
  ...everywhere,
  ALLOWED_TAGS: ["#text", "br", "strong", "em", "s", "code", "a", "span"],
  ALLOWED_ATTR: ["href", "title", "class", "target", "rel"],
  ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
  // Their values are no addresses.
  ADD_URI_SAFE_ATTR: ["target", "rel"],
};

const highlighted: Config = { ...everywhere, ALLOWED_TAGS: ["#text", "span"], ALLOWED_ATTR: ["class"] };

const formula: Config = {
  ...everywhere,
  ALLOWED_TAGS: [
    "#text", "math", "semantics", "mrow", "mi", "mo", "mn", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup",
    "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose", "mmultiscripts", "mprescripts",
  ],
  ALLOWED_ATTR: [
    "display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "separator", "lspace", "rspace", "accent", "accentunder",
    "linethickness", "minsize", "maxsize", "width", "height", "depth", "voffset", "columnalign", "notation", "form", "symmetric",
    "largeop", "movablelimits",
  ],
  // The TeX source, which KaTeX repeats for programs.
  FORBID_CONTENTS: ["annotation"],
};

/** One for each kind: DOMPurify reads a configuration anew when it is not the one of the call before. */
function purifier(config: Config): (html: string) => DocumentFragment {
  const own = DOMPurify(window);
  own.setConfig(config);
  return (html) => own.sanitize(html) as unknown as DocumentFragment;
}

export const linesFragment = purifier(lines);
export const highlightedFragment = purifier(highlighted);
const purifiedFormula = purifier(formula);

export function formulaFragment(html: string): DocumentFragment {
  const fragment = purifiedFormula(html);
  tameFormula(fragment);
  return fragment;
}
