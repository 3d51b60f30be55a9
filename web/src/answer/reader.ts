// Puts an answer's text together from `stream` and `done` events, whatever order, overlap or loss a line brings.
// Pure: it decides what the text is and whether to ask the server for a part again; others do the asking.
// Offsets and lengths count UTF-16 units, which is what a JavaScript string's length counts.

export interface Reading {
  readonly text: string;
  /** The whole text's length once `done` has told it. */
  readonly fullLength: number | null;
  /** The offset already asked for again; a burst of events behind one gap asks once. */
  readonly askedFrom: number | null;
}

export interface Step {
  readonly reading: Reading;
  /** Where to ask the server to go on from, or null when nothing is missing. */
  readonly resumeFrom: number | null;
}

export function beginReading(text = ""): Reading {
  return { text, fullLength: null, askedFrom: null };
}

export function isWhole(reading: Reading): boolean {
  return reading.fullLength !== null && reading.text.length >= reading.fullLength;
}

function askOnce(reading: Reading): Step {
  const from = reading.text.length;
  if (reading.askedFrom === from) return { reading, resumeFrom: null };
  return { reading: { ...reading, askedFrom: from }, resumeFrom: from };
}

export function onStream(reading: Reading, offset: number, content: string): Step {
  const known = reading.text.length;
  if (offset > known) return askOnce(reading);
  const fresh = content.slice(known - offset);
  if (fresh === "") return { reading, resumeFrom: null };
  return { reading: { ...reading, text: reading.text + fresh, askedFrom: null }, resumeFrom: null };
}

export function onDone(reading: Reading, length: number): Step {
  const told = { ...reading, fullLength: length };
  return isWhole(told) ? { reading: told, resumeFrom: null } : askOnce(told);
}

/** A new line knows nothing of what was asked on the old one. */
export function onReconnect(reading: Reading): Step {
  if (isWhole(reading)) return { reading, resumeFrom: null };
  return askOnce({ ...reading, askedFrom: null });
}
