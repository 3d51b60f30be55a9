// What KaTeX's MathML needs to be drawn well by browsers that know MathML Core, and to stay in its place: a formula may not push
// itself over the page with lengths of its own.
import { styledLetters } from "./math-letters.ts";

const lengths = ["width", "height", "depth", "voffset", "lspace", "rspace", "minsize", "maxsize", "linethickness"];
const longest = 10; // em

const inEm: Readonly<Record<string, number>> = { em: 1, ex: 0.5, mu: 1 / 18, pt: 0.1, px: 0.0625, pc: 1.2, in: 7.2, cm: 2.84, mm: 0.284 };

/** A length that is not too long; a share of the room, as a numbered formula has it, is none. */
function isShort(value: string): boolean {
  const [, size = "", unit = ""] = /^[+-]?(\d*\.?\d+)([a-z]{2}|%)?$/.exec(value) ?? [];
  if (unit === "%") return Number(size) <= 100;
  return size !== "" && Number(size) * (inEm[unit] ?? Infinity) <= longest;
}

export function tameFormula(fragment: ParentNode): void {
  for (const element of fragment.querySelectorAll("*")) {
    for (const name of lengths) {
      const value = element.getAttribute(name);
      if (value !== null && !isShort(value)) element.removeAttribute(name);
    }
    spellVariant(element);
    if (element.localName === "mtable") alignColumns(element);
  }
}

/** MathML Core knows only "normal": letters of other kinds are characters of their own. */
function spellVariant(element: Element): void {
  const variant = element.getAttribute("mathvariant");
  if (variant === null || variant === "normal") return;
  element.removeAttribute("mathvariant");
  const text = element.textContent ?? "";
  const styled = styledLetters(text, variant);
  if (element.childElementCount === 0 && styled !== text) element.textContent = styled;
}

/** MathML Core leaves the alignment of columns to style sheets. */
function alignColumns(table: Element): void {
  const sides = table.getAttribute("columnalign")?.split(" ") ?? [];
  table.removeAttribute("columnalign");
  for (const row of table.children) {
    [...row.children].forEach((cell, column) => {
      const side = sides[column];
      if (side === "left" || side === "right") cell.classList.add(`align-${side}`);
    });
  }
}
