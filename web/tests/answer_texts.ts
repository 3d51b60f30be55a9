// Texts that are hard to parse by pieces: every construct that looks ahead or back, and mixtures of them.

export const hardTexts: readonly string[] = [
  "# One\n\nTwo *words*.\n\n- a\n  - b\n- c\n\n```cpp\nint x;\n\nint y;\n```\n\n| a |\n|---|\n| 1 |\n\nLast",
  "Title\n=====\n\nOther\n---\ntext\n-\nmore\n- not a heading\n\nEnd",
  "See [one], [two][one] and [ three ].\n\nMiddle.\n\n[one]: https://one.example\n[three]: <https://three.example> \"Three\"\n\nAfter [one].",
  "[a]\n\n[a]: https://a.example\n\"a title\nthat goes on\"\n\n[a] again\n\n[a]: https://other.example\n\n[a] still the first",
  "[a]: https://a.example\n\"no title\n\nText [a]\n\n[b]: https://b.example 'x'\nrest [b]\n\n- [b]\n\n> [c]: https://c.example\n\n[c]",
  "| a | b |\n|---|:-:|\n| 1 | `x | y` |\n| 2 |\n-\n-x\nafter\n\n| no | table |\nhere\n",
  "para\na | b\n-|-\n1 | 2\n\npara\na | b\n-|-x\n",
  "- a\n\n  b\n- c\n\n      code in it\n\nd\n\n1. x\n2. y\n\n   z\n1) other\n* star\n+ plus\n",
  "- one\n- two\n\n\n- three makes it loose\n\npara\n",
  "> quote\nlazy\n> - list\nlazy too\n\n> other\n\n>> deep\n> less\n",
  "````md\n```js\nx\n```\n````\n\n~~~\n```\n~~~\n```open\nnever closed\n\nstill\n",
  "  - a\n    ```py\n    x = 1\n\n    y = 2\n    ```\n  - b\n",
  "    indented\n\n    still\n\ntext\n    lazy\n\n\tTab\n",
  "Sum: $a_1 + b_1$ and $$x^2$$, \\(y\\).\n\n$$\n\\frac{a}{b}\n\n= c\n$$\n\n\\[\nz\n\\]\n\n$$ one $$\n\n\\[ E = mc^2 \\]\n\n$$\nopen",
  "Costs $5 and $10, echo $HOME:$PATH, `$x$`, \\$no\\$.\n\npara\n$$\nnot a setext\n---\n$$\ntext\n",
  "**bold** *em* ***both*** ~~gone~~ `code` ``a ` b`` [link](https://x.example \"t\") ![pic](https://x.example/p.png) <https://x.example>\n\nnext",
  "**bold\n\nnot *closed\n\n`code\n\n[link](https://x\n\n![pic\n\n&am\n\n\\",
  "***\n\n---\n___\n\n- - -\n\n* a\n***\n* b\n",
  "line\\\nbreak  \nsoft\nhttps://x.example/a_b_c?d=*e*\n\nhttps://y.example\n",
  "a\r\nb\r\n\r\n- c\r\n- d\r\rlast\r\n",
  "[x]: https://x.example\n[y]:\nhttps://y.example\n[z]:\n\n[x] [y] [z]\n\n[CONSTRUCTOR] [__proto__]\n\n[constructor]: https://c.example\n[__proto__]: https://p.example\n",
  "1. a\n1. b\n\n10. c\n100000000000. d\n\n2\n3. x\n",
  "# a #\n## **b\n### c\\\n#\n#no\n\n###### six\n####### seven\n",
  "👩‍💻 **“quoted”** – *é*\n\n- 🤔\n\n| 👍 |\n|-|\n| é |\n",
  "\n\n\n- \n\n  x\n-\n  y\n\n*\n\n1.\n\n>\n\n",
];

const pieces = [
  ..."-*_`~#>|[](){}<>:!\\$=+1. \t\n\n\n\n\nab",
  "**", "```", "~~~", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n# ", "\n---\n", "\n===\n", "| a | b |\n", "|---|---|\n", "\n|-|\n",
  "\n[a]: https://a.example\n", "\n[b]: <https://b.example>\n\"title\"\n", "[a]", "[b][a]", "[c](https://c.example)", "$x$", "\n$$\n", "\\(", "\\)", "\\[\n",
  "\n    ", "word ", "word\n", "\n```js\n", "\n```\n", "&amp;", "https://d.example ",
];

/** Random texts that are the same in every run. `random` gives numbers from 0 to 1. */
export function randomText(random: () => number, length: number): string {
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join("");
}

/** The generator known as mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
