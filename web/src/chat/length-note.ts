// The counter under the composer: silent until a question comes near the limit.
import { words } from "../messages/messages.ts";

export interface LengthNote {
  readonly text: string;
  readonly over: boolean;
}

/** Lengths in UTF-16 units. Null while more than a tenth of the limit is left. */
export function lengthNote(length: number, limit: number): LengthNote | null {
  const left = limit - length;
  if (left > limit / 10) return null;
  if (left >= 0) return { text: words().composer.charactersLeft(left), over: false };
  return { text: words().composer.charactersTooMany(-left), over: true };
}
