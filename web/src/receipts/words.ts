// How a receipt is put in words.
import type { Receipt } from "../contract.ts";
import { coinCount } from "../coins/phrases.ts";
import type { Line } from "./lines.ts";

/** "+5", "−1", "0", with a true minus sign. */
export function signed(amount: number): string {
  return amount > 0 ? `+${amount}` : amount < 0 ? `−${-amount}` : "0";
}

export function lineTitle({ fate, tier, amount }: Line): string {
  switch (fate) {
    case "aside":
      return `1 ${tier} coin set aside`;
    case "spent":
      return `1 ${tier} coin spent`;
    case "back":
      return `1 ${tier} coin came back`;
    case "given":
      return `${coinCount(amount, tier)} added`;
    case "taken":
      return `${coinCount(-amount, tier)} taken away`;
  }
}

export function entryTitle({ kind, tier, amount }: Receipt): string {
  switch (kind) {
    case "reserve":
      return `Set aside: 1 ${tier} coin less`;
    case "settle":
      return "Spent for good: the balance stays";
    case "refund":
      return `Came back: 1 ${tier} coin more`;
    default:
      return amount < 0 ? `Taken away: ${coinCount(-amount, tier)} less` : `Added: ${coinCount(amount, tier)} more`;
  }
}

/** The day and the time where the reader is. */
export function momentOf(at: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at * 1000));
}
