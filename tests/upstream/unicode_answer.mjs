// An answer of what is easily cut in the wrong place, in the pieces in which the model sends it.

/** Pieces that part words, lines and graphemes wherever that is allowed, and never a surrogate pair. */
export const kUnicodeDeltas = [
  "Astral 😀",
  "😀𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ",
  "𠜎",
  "combining e\u0301 and e",
  "\u0301, z\u0335\u0321\u0353",
  "\u0300 ",
  "lines\r\n",
  "and\r",
  "\n\r\n\n\r",
  "family 👩",
  "\u200d",
  "👩\u200d👧",
  "\u200d👦 coder 👩🏽",
  "\u200d💻 ",
  "flags 🇩",
  "🇪🏴\u{e0067}\u{e0062}",
  "\u{e0065}\u{e006e}\u{e0067}\u{e007f} keycap 1\ufe0f",
  "\u20e3 ",
  "עברית \u202eזה\u202c ",
  "\u2028\u2029\u0085\ufeff\u00a0",
  "quote \" back \\ slash / <b>&amp; \u0001\u007f ",
  "end \u{10ffff}",
];

export const kUnicodeAnswer = kUnicodeDeltas.join("");
