// How a receipt is put in words.
import type { Receipt } from "../contract.ts";
import { locale, words } from "../messages/messages.ts";
import type { Line } from "./lines.ts";

/** "+5", "−1", "0", with a true minus sign. */
export function signed(amount: number): string {
  const { number } = words().coins;
  return amount > 0 ? `+${number(amount)}` : amount < 0 ? `−${number(-amount)}` : number(0);
}

export function lineTitle({ fate, tier, amount }: Line): string {
  const told = words().receipts.line;
  switch (fate) {
    case "given":
      return told.given(amount, tier);
    case "taken":
      return told.taken(-amount, tier);
    default:
      return told[fate](tier);
  }
}

export function entryTitle({ kind, tier, amount }: Receipt): string {
  const told = words().receipts.entryTitle;
  switch (kind) {
    case "reserve":
      return told.reserve(tier);
    case "settle":
      return told.settle;
    case "refund":
      return told.refund(tier);
    default:
      return amount < 0 ? told.taken(-amount, tier) : told.given(amount, tier);
  }
}

/** Who moved the coin, when it was not the system. */
export function byWhom({ who }: Receipt): string {
  const { byYou, byAdministrator } = words().receipts;
  return who === "you" ? byYou : byAdministrator;
}

/** The day and the time where the reader is. */
export function momentOf(at: number, tag: string = locale()): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at * 1000));
}
