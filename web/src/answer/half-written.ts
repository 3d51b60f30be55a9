// What is shown of a text that is still being written, line by line: syntax that cannot be told yet is held back, so that a
// reader does not see a marker for a moment and then something else. Pure; mended.ts does the same within a paragraph.

/** Lines that say nothing yet: a lone marker, or the opening line of a code block, whose language is not whole. */
const markerLine =
  /^[ \t>]*(?:-+|=+|\*+|_+|[+|]|\d{1,9}[.)]?|#{1,6}|`{1,2}|~{1,2}|(?:`{3,}|~{3,})[^`]*|\$\$?|\\\[?|>)?[ \t]*$/;
const tableRow = /^[ \t>]*\|/;
const tableRule = /^[ \t>]*\|?[ \t]*:?-[-| \t:]*$/;

/**
 * How much of a growing text can be shown; never less when the text has grown. Markers at the beginning of the last line wait
 * for what follows them, and the first line of a table for the second.
 */
export function shownLength(text: string): number {
  const start = lineStart(text, text.length);
  const line = text.slice(start);
  const above = lineAbove(text, start);
  const waits = line === "" || tableRule.test(line) || markerLine.test(line);
  if (above && waits && tableRow.test(above.line)) {
    const first = !tableRow.test(lineAbove(text, above.start)?.line ?? "");
    if (first) return above.start;
  }
  if (line === "") return text.length;
  if (markerLine.test(line)) return start;
  return tableRow.test(line) && !tableRow.test(above?.line ?? "") ? start : text.length;
}

function lineStart(text: string, end: number): number {
  return end === 0 ? 0 : text.lastIndexOf("\n", end - 1) + 1;
}

function lineAbove(text: string, start: number): { start: number; line: string } | null {
  if (start === 0) return null;
  const above = lineStart(text, start - 1);
  return { start: above, line: text.slice(above, start - 1) };
}
