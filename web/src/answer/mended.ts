// The last paragraph of a text that is still being written: what is open at its end looks as it will when it is closed, and
// what cannot be told yet is not shown. Pure: Markdown in, Markdown out.

// In characters: how long the other half is awaited. Beyond that it was probably none.
const longestFormula = 400;
const longestShortFormula = 12;
const longestAddress = 2000;

/** Emphasis that nothing has closed yet: its marker, and where the text behind the marker begins. */
interface Opened {
  readonly marker: string;
  readonly end: number;
}

export function mended(source: string): string {
  const open: Opened[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at, at + 2);
    const char = rest.charAt(0);
    if (rest === "\\(" || rest === "\\[") {
      const end = source.indexOf(rest === "\\(" ? "\\)" : "\\]", at + 2);
      if (end < 0 && source.length - at <= longestFormula) return closed(source.slice(0, at), open);
      at = end < 0 ? at + 2 : end + 2;
    } else if (char === "\\") {
      if (rest.length === 1) return closed(source.slice(0, at), open);
      at += 2;
    } else if (char === "`") {
      const run = runAt(source, at);
      const end = afterClosingRun(source, at + run.length, run);
      if (end < 0) return withCode(source, at, run, open);
      at = end;
    } else if (char === "$") {
      const run = runAt(source, at).slice(0, 2);
      const end = source.indexOf(run, at + run.length);
      if (end < 0 && mayBeFormula(source.slice(at + run.length), run)) return closed(source.slice(0, at), open);
      at = end < 0 ? at + run.length : end + run.length;
    } else if (char === "*" || char === "_" || char === "~") {
      const run = runAt(source, at);
      emphasis(source, at, run, open);
      at += run.length;
    } else if (char === "[" || rest === "![") {
      const bracket = char === "!" ? at + 1 : at;
      const text = halfLink(source, bracket);
      if (text === null) at = bracket + 1;
      else source = source.slice(0, at) + text; // it may have open emphasis of its own
    } else if ((char === "<" || char === "&") && halfWord.test(source.slice(at, at + longestAddress))) {
      return closed(source.slice(0, at), open);
    } else {
      at += 1;
    }
  }
  return closed(source, open);
}

/** The beginning of an address in angle brackets, or of an entity. */
const halfWord = /^(?:<(?:[a-z][a-z0-9+.-]{0,31}(?::[^\s<>]*)?)?|&#?\w{0,10})$/i;

function runAt(source: string, at: number): string {
  let end = at + 1;
  while (source[end] === source[at]) end += 1;
  return source.slice(at, end);
}

function afterClosingRun(source: string, from: number, run: string): number {
  let at = source.indexOf(run, from);
  while (at >= 0) {
    const found = runAt(source, at);
    if (found.length === run.length) return at + run.length;
    at = source.indexOf(run, at + found.length);
  }
  return -1;
}

/** With the code that has been opened at `at` closed. */
function withCode(source: string, at: number, run: string, open: readonly Opened[]): string {
  // Backticks at the end may be the beginning of the closing ones.
  const code = source.slice(at + run.length).replace(/`+$/, "");
  if (code.trim() === "") return closed(source.slice(0, at), open);
  return source.slice(0, at) + run + code + run + markersOf(open);
}

/** `rest` follows "$" or "$$" that nothing has closed: it looks like a formula, not like a price or a shell's variable. */
function mayBeFormula(rest: string, run: string): boolean {
  if (run === "$$") return rest.length <= longestFormula;
  if (/^[\s\d]/.test(rest)) return false;
  return rest.length <= longestShortFormula || (rest.length <= longestFormula && /[\\^{=]/.test(rest));
}

/** Closes what the run of markers at `at` closes, and opens what it opens, as far as that can be told before the end. */
function emphasis(source: string, at: number, run: string, open: Opened[]): void {
  const char = run.charAt(0);
  if (char === "~" && run.length !== 2) return;
  const before = source[at - 1] ?? " ";
  const after = source[at + run.length] ?? "";
  let left = run.length;
  if (!/\s/.test(before)) {
    for (let top = open.at(-1); top && top.marker.startsWith(char) && top.marker.length <= left; top = open.at(-1)) {
      left -= top.marker.length;
      open.pop();
    }
  }
  if (left === 0 || /\s/.test(after)) return;
  const inWord = /[\p{L}\p{N}]/u.test(before);
  if (char === "_" && inWord) return;
  // One marker before what begins no word is rather a pattern or a product.
  if (left === 1 && (inWord || !/^$|[\p{L}\p{N}"'“„«([`*_]/u.test(after))) return;
  const end = at + run.length;
  if (left >= 2) open.push({ marker: char.repeat(2), end });
  if (left % 2 === 1) open.push({ marker: char, end });
}

/** The text of a link whose end has not arrived; null when there is no such link. `at` is the place of its "[". */
function halfLink(source: string, at: number): string | null {
  let depth = 0;
  for (let end = at; end < source.length; end += 1) {
    if (source[end] === "\\") end += 1;
    else if (source[end] === "[") depth += 1;
    else if (source[end] === "]") depth -= 1;
    if (depth > 0) continue;
    const rest = source.slice(end + 1);
    const half = rest === "" || (rest[0] === "(" && !closedAddress.test(rest)) || /^\[[^\]]*$/.test(rest);
    return half && rest.length <= longestAddress ? source.slice(at + 1, end) : null;
  }
  return source.slice(at + 1);
}

const closedAddress = /^\((?:[^()\\]|\\.|\([^()]*\))*\)/;

function markersOf(open: readonly Opened[]): string {
  return open.map(({ marker }) => marker).reverse().join("");
}

function closed(source: string, open: readonly Opened[]): string {
  let text = source.trimEnd();
  const rest = [...open];
  // A marker with nothing behind it would be shown as it is.
  for (let top = rest.at(-1); top && top.end >= text.length; top = rest.at(-1)) {
    text = text.slice(0, top.end - top.marker.length).trimEnd();
    rest.pop();
  }
  return text + markersOf(rest);
}
