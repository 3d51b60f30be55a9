// The counter under the composer: silent until a question comes near the limit.

export interface LengthNote {
  readonly text: string;
  readonly over: boolean;
}

/** Lengths in UTF-16 units. Null while more than a tenth of the limit is left. */
export function lengthNote(length: number, limit: number): LengthNote | null {
  const left = limit - length;
  if (left > limit / 10) return null;
  if (left >= 0) return { text: `${left} characters left`, over: false };
  return { text: `${-left} ${left === -1 ? "character" : "characters"} too long`, over: true };
}
