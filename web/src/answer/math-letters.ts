// Letters as mathematicians write them: Unicode's block "Mathematical Alphanumeric Symbols", U+1D400 to U+1D7FF, and the few
// letters that had been encoded before it was.

interface Alphabet {
  readonly capitals: number;
  readonly small: number;
  readonly digits?: number;
  /** Letters that stand elsewhere. */
  readonly others?: Readonly<Record<string, string>>;
}

const script = { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ", e: "ℯ", g: "ℊ", o: "ℴ" };
const fraktur = { C: "ℭ", H: "ℌ", I: "ℑ", R: "ℜ", Z: "ℨ" };
const doubleStruck = { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" };

const alphabets: Readonly<Record<string, Alphabet>> = {
  bold: { capitals: 0x1d400, small: 0x1d41a, digits: 0x1d7ce },
  italic: { capitals: 0x1d434, small: 0x1d44e, others: { h: "ℎ" } },
  "bold-italic": { capitals: 0x1d468, small: 0x1d482, digits: 0x1d7ce },
  script: { capitals: 0x1d49c, small: 0x1d4b6, others: script },
  "bold-script": { capitals: 0x1d4d0, small: 0x1d4ea },
  fraktur: { capitals: 0x1d504, small: 0x1d51e, others: fraktur },
  "bold-fraktur": { capitals: 0x1d56c, small: 0x1d586 },
  "double-struck": { capitals: 0x1d538, small: 0x1d552, digits: 0x1d7d8, others: doubleStruck },
  "sans-serif": { capitals: 0x1d5a0, small: 0x1d5ba, digits: 0x1d7e2 },
  "bold-sans-serif": { capitals: 0x1d5d4, small: 0x1d5ee, digits: 0x1d7ec },
  "sans-serif-italic": { capitals: 0x1d608, small: 0x1d622 },
  "sans-serif-bold-italic": { capitals: 0x1d63c, small: 0x1d656 },
  monospace: { capitals: 0x1d670, small: 0x1d68a, digits: 0x1d7f6 },
};

/** `variant` is a value of MathML's `mathvariant`. What has no such form stays as it is. */
export function styledLetters(text: string, variant: string): string {
  const alphabet = Object.hasOwn(alphabets, variant) ? alphabets[variant] : undefined;
  return alphabet ? [...text].map((letter) => styledLetter(letter, alphabet)).join("") : text;
}

function styledLetter(letter: string, { capitals, small, digits, others }: Alphabet): string {
  const other = others && Object.hasOwn(others, letter) ? others[letter] : undefined;
  if (other !== undefined) return other;
  const from = (first: string, start: number) => String.fromCodePoint(start + letter.charCodeAt(0) - first.charCodeAt(0));
  if (/^[A-Z]$/.test(letter)) return from("A", capitals);
  if (/^[a-z]$/.test(letter)) return from("a", small);
  return digits !== undefined && /^\d$/.test(letter) ? from("0", digits) : letter;
}
