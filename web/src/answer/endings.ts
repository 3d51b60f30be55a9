// Words for how an answer ended: what happened, whether the coin is spent, what to do next.
import type { TierName } from "../contract.ts";

export interface Ending {
  /** A done reason ("stop", "length", "stopped") or an error code. */
  readonly reason: string;
  /** The coin stays spent. */
  readonly charged: boolean;
}

export interface EndingWords {
  readonly tone: "quiet" | "returned" | "lost";
  readonly title: string;
  readonly detail: string;
}

/** Null for an answer that simply came to its end. */
export function endingWords(ending: Ending, coin: TierName, hasText: boolean): EndingWords | null {
  switch (ending.reason) {
    case "stop":
      return null;
    case "length":
      return {
        tone: "quiet",
        title: "Cut at the length limit.",
        detail: `The tutor may only write so much for a ${coin} coin. Ask for the missing part in a new question.`,
      };
    case "stopped":
      return ending.charged
        ? { tone: "quiet", title: "You stopped this answer.", detail: `Text had already arrived, so the ${coin} coin stays spent.` }
        : { tone: "returned", title: `Your ${coin} coin came back.`, detail: "You stopped before any text had arrived." };
    default:
      return failureWords(ending, coin, hasText);
  }
}

function failureWords({ reason, charged }: Ending, coin: TierName, hasText: boolean): EndingWords {
  if (reason === "not_found") {
    return {
      tone: "lost",
      title: "The server does not have this answer any more.",
      detail: "Your receipts say what became of the coin. You can ask again now.",
    };
  }
  if (reason === "interrupted" && charged) {
    return {
      tone: "returned",
      title: `Your ${coin} coin comes back by itself.`,
      detail: "The server could not record the end of this answer. You can ask again now.",
    };
  }
  const why = failureReason(reason, hasText);
  return charged
    ? { tone: "lost", title: "The answer broke off.", detail: `${why} The ${coin} coin stays spent.` }
    : { tone: "returned", title: `Your ${coin} coin came back.`, detail: why };
}

function failureReason(code: string, hasText: boolean): string {
  const part = hasText ? " What had been written until then is kept above." : "";
  switch (code) {
    case "upstream_error":
      return `The AI model failed while it was answering.${part} Ask again in a moment; if it stays like this, tell your instructor.`;
    case "upstream_timeout":
      return `The AI model took too long to answer.${part} Ask again in a moment.`;
    case "interrupted":
      return `The server stopped while this answer was being written.${part} You can ask again now.`;
    case "busy":
      return `Too many answers were being written at the same time.${part} Ask again in a moment.`;
    case "rate_limited":
      return `The AI model is getting too many questions right now.${part} Wait a minute and ask again.`;
    default:
      return `Something went wrong on the server.${part} Ask again in a moment.`;
  }
}

/** One sentence for a screen reader, said once when the answer ends. */
export function spokenEnding(ending: Ending, coin: TierName, text: string): string {
  const words = endingWords(ending, coin, text !== "");
  if (words) return `${words.title} ${words.detail}`;
  const count = text.trim().split(/\s+/).filter(Boolean).length;
  return `The answer is finished: ${count} ${count === 1 ? "word" : "words"}.`;
}
