// One question with its answer, and how events change it. Pure: every function returns a new turn or the same one.
import type { DoneEvent, ErrorEvent, HistoryTurn, Question, StreamEvent, TierName } from "../contract.ts";
import type { Ending } from "../answer/endings.ts";
import { beginReading, isWhole, onDone, onReconnect, onStream, type Reading } from "../answer/reader.ts";

export interface Turn {
  /** The answer's id, which is the question's id too. */
  readonly id: string;
  readonly content: string;
  readonly coin: TierName;
  /** "sending" until the server has acknowledged the question; "ended" once `ending` is told and the text is whole. */
  readonly phase: "sending" | "running" | "ended";
  readonly reading: Reading;
  readonly ending: Ending | null;
  /** The reader has asked to stop it. */
  readonly stopping: boolean;
}

export interface Change {
  readonly turn: Turn;
  /** Ask the server to go on from here, or null. */
  readonly resumeFrom: number | null;
}

export function askedTurn(question: Question): Turn {
  return {
    id: question.id,
    content: question.content,
    coin: question.selected_coin,
    phase: "sending",
    reading: beginReading(),
    ending: null,
    stopping: false,
  };
}

export function storedTurn({ answer_id, content, selected_coin, answer }: HistoryTurn): Turn {
  const running = answer.state === "running";
  return {
    id: answer_id,
    content,
    coin: selected_coin,
    phase: running ? "running" : "ended",
    reading: beginReading(answer.text),
    ending: running
      ? null
      : { reason: answer.reason ?? (answer.state === "failed" ? "interrupted" : "stop"), charged: answer.charged },
    stopping: false,
  };
}

export function accepted(turn: Turn): Turn {
  return turn.phase === "sending" ? { ...turn, phase: "running" } : turn;
}

export function streamed(turn: Turn, event: StreamEvent): Change {
  if (turn.phase === "ended") return { turn, resumeFrom: null };
  const { reading, resumeFrom } = onStream(turn.reading, event.offset, event.content);
  return { turn: settled({ ...accepted(turn), reading }), resumeFrom };
}

export function finished(turn: Turn, event: DoneEvent): Change {
  if (turn.phase === "ended") return { turn, resumeFrom: null };
  const { reading, resumeFrom } = onDone(turn.reading, event.length);
  const ending = { reason: event.reason, charged: event.charged };
  return { turn: settled({ ...accepted(turn), reading, ending }), resumeFrom };
}

export function failed(turn: Turn, event: ErrorEvent): Change {
  if (turn.phase === "ended") return { turn, resumeFrom: null };
  const { reading, resumeFrom } = onDone(turn.reading, event.length ?? 0);
  const ending = { reason: event.code, charged: event.refunded === false };
  return { turn: settled({ ...accepted(turn), reading, ending }), resumeFrom };
}

/** The server does not know this answer any more. */
export function vanished(turn: Turn): Turn {
  return turn.phase === "ended" ? turn : { ...turn, phase: "ended", ending: { reason: "not_found", charged: true } };
}

export function reconnected(turn: Turn): Change {
  if (turn.phase !== "running") return { turn, resumeFrom: null };
  const { reading, resumeFrom } = onReconnect(turn.reading);
  return { turn: { ...turn, reading }, resumeFrom };
}

function settled(turn: Turn): Turn {
  return turn.ending && isWhole(turn.reading) ? { ...turn, phase: "ended" } : turn;
}

/** What the server has stored, with what this page knows better: text that is further on, and a question still on its way. */
export function mergedTurns(ours: readonly Turn[], stored: readonly Turn[]): Turn[] {
  const known = new Map(ours.map((turn) => [turn.id, turn]));
  const listed = new Set(stored.map((turn) => turn.id));
  const merged = stored.map((theirs) => {
    const mine = known.get(theirs.id);
    return mine ? mergedTurn(mine, theirs) : theirs;
  });
  // The server lists only the newest turns, and what it listed may be older than the newest question here.
  const firstListed = ours.findIndex((turn) => listed.has(turn.id));
  const unlisted = (from: number, to: number) => ours.slice(from, to).filter((turn) => !listed.has(turn.id));
  return [...unlisted(0, Math.max(firstListed, 0)), ...merged, ...unlisted(Math.max(firstListed, 0), ours.length)];
}

function mergedTurn(mine: Turn, theirs: Turn): Turn {
  const further = mine.reading.text.length >= theirs.reading.text.length && mine.reading.text.startsWith(theirs.reading.text);
  if (theirs.phase === "ended") {
    const { reason, charged } = mine.ending ?? {};
    const same = mine.phase === "ended" && reason === theirs.ending?.reason && charged === theirs.ending?.charged;
    // Text that was read once stays, even if the server went down before it had stored it.
    return further ? (same ? mine : { ...theirs, reading: mine.reading }) : theirs;
  }
  if (mine.phase === "ended") return mine;
  return accepted(further ? mine : { ...theirs, stopping: mine.stopping });
}

const startLength = 40; // UTF-16 units

/** How a question begins: enough to tell it from others. */
export function startOf(content: string): string {
  const line = content.trim().split("\n", 1)[0] ?? "";
  return line.length <= startLength ? line : `${line.slice(0, startLength).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
