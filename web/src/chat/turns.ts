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

export function failed(turn: Turn, event: ErrorEvent): Turn {
  if (turn.phase === "ended") return turn;
  return { ...turn, phase: "ended", ending: { reason: event.code, charged: event.refunded === false } };
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
  const merged = stored.map((theirs) => {
    const mine = known.get(theirs.id);
    if (!mine) return theirs;
    if (mine.phase === "ended") return mine;
    if (theirs.phase === "ended") return theirs;
    return accepted(mine.reading.text.length >= theirs.reading.text.length ? mine : { ...theirs, stopping: mine.stopping });
  });
  const listed = new Set(stored.map((turn) => turn.id));
  return [...merged, ...ours.filter((turn) => turn.phase === "sending" && !listed.has(turn.id))];
}
