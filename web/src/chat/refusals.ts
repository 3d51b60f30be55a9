// Words for a question that the server did not take. Nothing is charged for any of them, and each says so.
import type { Balances, TierName } from "../contract.ts";
import { leftElsewhere, whenMoreCome } from "../coins/phrases.ts";
import { words } from "../messages/messages.ts";
import { refusalSaid } from "../messages/server-text.ts";

export interface RefusalWords {
  readonly title: string;
  readonly detail: string;
}

export interface Refusal {
  readonly code: string;
  /** The server's own words. */
  readonly message: string;
  readonly content: string;
  readonly coin: TierName;
  readonly balances: Balances;
  /** Where its text is now: in the composer, in the question above that was asked again, or in a conversation that is not shown. */
  readonly kept: "box" | "above" | "elsewhere";
  /** From when on it may be asked again, in milliseconds since 1970; null when the server did not say. */
  readonly retryAt: number | null;
}

/** A refusal that will pass: what was sent before may have been taken then, and is asked again with the same id. */
export function passes(code: string): boolean {
  return code === "busy" || code === "rate_limited";
}

/** `seconds` is what the server said: whatever it is, the page counts down an hour at most. */
export function retryTime(seconds: unknown, now: number): number | null {
  if (typeof seconds !== "number" || !(seconds > 0)) return null;
  return now + Math.min(Math.ceil(seconds), 3600) * 1000;
}

export function refusalWords(refusal: Refusal, moreCoins = ""): RefusalWords {
  const { title, detail } = why(refusal, moreCoins);
  // Somebody who has to log in again is told there that the text is kept.
  const kept = refusal.code === "not_logged_in" ? "" : words().refusals.kept[refusal.kept];
  return { title, detail: [detail, kept].filter(Boolean).join(" ") };
}

function why({ code, message, coin, balances, retryAt }: Refusal, moreCoins: string): RefusalWords {
  const { refusals, coins } = words();
  // The page counts down by itself when the server has said how long.
  const wait = (told: { title: string; wait: string }) => ({ title: told.title, detail: retryAt === null ? told.wait : "" });
  const said = sentence(refusalSaid(message));
  switch (code) {
    case "not_logged_in":
      return refusals.notLoggedIn;
    case "invalid_message":
      return { title: refusals.invalid, detail: said };
    case "low_coins": {
      const rest = leftElsewhere(balances, coin);
      const left = rest ? refusals.chooseAnother(rest) : coins.othersGone;
      return { title: refusals.noCoins(coin), detail: `${left} ${whenMoreCome(moreCoins)}` };
    }
    case "busy":
      return wait(refusals.busy);
    case "rate_limited":
      return wait(refusals.rateLimited);
    case "upstream_error":
      return refusals.upstreamError;
    case "upstream_timeout":
      return wait(refusals.upstreamTimeout);
    case "interrupted":
      return wait(refusals.interrupted);
    default:
      return { title: refusals.other, detail: said };
  }
}

function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
