// The text of one code block on the page. While it grows, new text is put behind what is there; colours follow line by line,
// in a tenth of the time at most, and when the block is whole.
import { coloured, isReady, longestColoured, ready } from "./highlighter.ts";
import type { GrammarName } from "./languages.ts";

/** In characters: beyond that, the colours of a growing block wait for its end. */
const longestGrowing = 12_000;
/** How many times as long as colouring took there is a rest before the next. */
const rest = 9;

export class CodePainter {
  readonly #element: Element;
  /** The code that has colours, and the text node of what follows it. */
  #painted = "";
  #tail: Text;
  #code = "";
  #grammar: GrammarName | undefined;
  #whole = false;
  #nextAt = 0;

  constructor(element: Element) {
    this.#element = element;
    this.#tail = document.createTextNode("");
    element.replaceChildren(this.#tail);
  }

  /** `whole`: nothing more is coming. `now` is in milliseconds. */
  show(code: string, grammar: GrammarName | undefined, whole: boolean, now = performance.now()): void {
    if (grammar !== this.#grammar || !code.startsWith(this.#painted)) this.#begin();
    this.#code = code;
    this.#grammar = grammar;
    this.#whole = whole;
    this.#write();
    if (grammar === undefined || code.length > longestColoured) return;
    if (isReady(grammar)) this.#paint(grammar, now);
    else void ready(grammar).then((able) => able && grammar === this.#grammar && this.#element.isConnected && this.#paint(grammar, now));
  }

  #begin(): void {
    this.#painted = "";
    this.#tail = document.createTextNode("");
    this.#element.replaceChildren(this.#tail);
  }

  #write(): void {
    const text = this.#code.slice(this.#painted.length);
    const shown = this.#tail.data;
    if (text === shown) return;
    // Appending costs the browser only the layout of what is new.
    if (text.startsWith(shown)) this.#tail.appendData(text.slice(shown.length));
    else this.#tail.data = text;
  }

  #paint(grammar: GrammarName, now: number): void {
    const code = this.#whole ? this.#code : this.#code.slice(0, this.#code.lastIndexOf("\n") + 1);
    if (code === this.#painted || code === "") return;
    if (!this.#whole && (code.length > longestGrowing || now < this.#nextAt)) return;
    const begun = performance.now();
    const colours = coloured(code, grammar);
    if (!colours) return;
    this.#painted = code;
    this.#tail = document.createTextNode(this.#code.slice(code.length));
    this.#element.replaceChildren(colours, this.#tail);
    this.#nextAt = now + (performance.now() - begun) * rest;
  }
}
