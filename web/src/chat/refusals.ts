// Words for a question that the server did not take. Nothing is charged for any of them, and each says so.
import type { Balances, TierName } from "../contract.ts";
import { leftElsewhere } from "../coins/phrases.ts";
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
  readonly coin: TierName;
  readonly balances: Balances;
}

/** A refusal that will pass: what was sent before may have been taken then, and is asked again with the same id. */
export function passes(code: string): boolean {
  return code === "busy" || code === "rate_limited";
}

export function refusalWords({ code, message, coin, balances }: Refusal): RefusalWords {
  const { refusals } = words();
  switch (code) {
    case "not_logged_in":
      return refusals.notLoggedIn;
    case "invalid_message":
      return { title: refusals.invalid.title, detail: refusals.invalid.detail(sentence(refusalSaid(message))) };
    case "low_coins": {
      const { title, others, none } = refusals.lowCoins;
      const rest = leftElsewhere(balances, coin);
      return { title: title(coin), detail: rest ? others(rest) : none };
    }
    case "busy":
      return refusals.busy;
    case "rate_limited":
      return refusals.rateLimited;
    case "upstream_error":
      return refusals.upstreamError;
    case "upstream_timeout":
      return refusals.upstreamTimeout;
    case "interrupted":
      return refusals.interrupted;
    default:
      return { title: refusals.other.title, detail: refusals.other.detail(sentence(refusalSaid(message))) };
  }
}

function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
