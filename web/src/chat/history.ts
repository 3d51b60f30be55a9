// Reading a conversation's turns from the server, page by page from the newest one back.
import { fetchConversation } from "../conversations/calls.ts";
import { mergedTurns, storedTurn, type Turn } from "./turns.ts";

const pageLength = 30;
/** As many as the server gives at once: who looks for one question does not read those before it. */
const seekLength = 200;

/** Consecutive turns, oldest first. */
export interface Turns {
  readonly turns: readonly Turn[];
  /** What to ask for those before, or null when these begin the conversation. */
  readonly earlier: string | null;
}

export interface TurnPage extends Turns {
  readonly title: string;
}

/** The newest turns, or those before the question `before`. */
export async function readTurns(id: string, before: string | null = null, limit = pageLength): Promise<TurnPage> {
  const { title, turns, earlier } = await fetchConversation(id, limit, before);
  return { title, turns: turns.map(storedTurn), earlier };
}

/** The newest turns, back to the question that is sought or to the beginning. */
export async function readTurnsBackTo(sought: string, id: string): Promise<TurnPage> {
  let read = await readTurns(id);
  while (read.earlier !== null && !read.turns.some((turn) => turn.id === sought)) {
    read = { title: read.title, ...withEarlier(read, await readTurns(id, read.earlier, seekLength)) };
  }
  return read;
}

/** What is shown, with the page that precedes it. */
export function withEarlier(shown: Turns, page: Turns): Turns {
  const known = new Set(shown.turns.map((turn) => turn.id));
  return { turns: [...page.turns.filter((turn) => !known.has(turn.id)), ...shown.turns], earlier: page.earlier };
}

/** What is shown, after its newest page was read again. */
export function withNewest(shown: Turns, page: Turns): Turns {
  const listed = new Set(page.turns.map((turn) => turn.id));
  const first = shown.turns.findIndex((turn) => listed.has(turn.id));
  if (first < 0 && page.earlier !== null) {
    // So many were asked elsewhere that some are missing in between. What was not asked just now is read again when wanted.
    const asked = shown.turns.filter((turn) => turn.phase !== "ended");
    return { turns: [...page.turns, ...asked], earlier: page.earlier };
  }
  return { turns: mergedTurns(shown.turns, page.turns), earlier: first > 0 ? shown.earlier : page.earlier };
}
