// Words for a question that the server did not take. Nothing is charged for any of them, and each says so.
import type { Balances, TierName } from "../contract.ts";
import { leftElsewhere } from "../coins/phrases.ts";

export interface Words {
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

const kept = "No coin was spent, and your text is back in the box.";

export function refusalWords({ code, message, coin, balances }: Refusal): Words {
  switch (code) {
    case "not_logged_in":
      return { title: "You are no longer logged in.", detail: "No coin was spent. Log in again: your question is kept." };
    case "invalid_message":
      return { title: "The server could not accept this question.", detail: `${sentence(message)} ${kept}`.trim() };
    case "low_coins": {
      const rest = leftElsewhere(balances, coin);
      const way = rest
        ? `You still have ${rest}: choose another coin and ask again.`
        : "Your other coins are used up too. Your instructor can give you more.";
      return { title: `You have no ${coin} coins left.`, detail: `${way} ${kept}` };
    }
    case "busy":
      return {
        title: "Too many answers are being written right now.",
        detail: `Wait until one has ended, or stop it, and ask again. ${kept}`,
      };
    case "rate_limited":
      return { title: "That was a lot of questions in a short time.", detail: `Wait a minute and ask again. ${kept}` };
    case "upstream_error":
      return {
        title: "The AI model cannot be reached.",
        detail: `Ask again in a moment. If it stays like this, tell your instructor. ${kept}`,
      };
    case "upstream_timeout":
      return { title: "The AI model did not answer in time.", detail: `Ask again in a moment. ${kept}` };
    case "interrupted":
      return { title: "The server is restarting.", detail: `Ask again in a moment. ${kept}` };
    default:
      return { title: "Your question was not taken.", detail: `${sentence(message)} ${kept}`.trim() };
  }
}

function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
