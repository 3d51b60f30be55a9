// Words for how an answer ended: what happened, whether the coin is spent, what to do next.
import type { TierName } from "../contract.ts";
import { words } from "../messages/messages.ts";

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
  const { length, stopped, cameBack } = words().endings;
  switch (ending.reason) {
    case "stop":
      return null;
    case "length":
      return { tone: "quiet", title: length.title, detail: length.detail(coin) };
    case "stopped":
      return ending.charged
        ? { tone: "quiet", title: stopped.title, detail: stopped.detail(coin) }
        : { tone: "returned", title: cameBack(coin), detail: stopped.beforeText };
    default:
      return failureWords(ending, coin, hasText);
  }
}

function failureWords({ reason, charged }: Ending, coin: TierName, hasText: boolean): EndingWords {
  const { vanished, comesBack, brokeOff, staysSpent, cameBack } = words().endings;
  if (reason === "not_found") return { tone: "lost", ...vanished };
  if (reason === "interrupted" && charged) {
    return { tone: "returned", title: comesBack.title(coin), detail: comesBack.detail };
  }
  const why = failureReason(reason, hasText);
  return charged
    ? { tone: "lost", title: brokeOff, detail: staysSpent(why, coin) }
    : { tone: "returned", title: cameBack(coin), detail: why };
}

function failureReason(code: string, hasText: boolean): string {
  const { why, textIsKept } = words().endings;
  const kept = hasText ? textIsKept : "";
  switch (code) {
    case "upstream_error":
      return why.upstreamError(kept);
    case "upstream_timeout":
      return why.upstreamTimeout(kept);
    case "interrupted":
      return why.interrupted(kept);
    case "busy":
      return why.busy(kept);
    case "rate_limited":
      return why.rateLimited(kept);
    default:
      return why.other(kept);
  }
}

/** One sentence for a screen reader, said once when the answer ends. */
export function spokenEnding(ending: Ending, coin: TierName, text: string): string {
  const told = endingWords(ending, coin, text !== "");
  if (told) return `${told.title} ${told.detail}`;
  return words().endings.finished(text.trim().split(/\s+/).filter(Boolean).length);
}
