// Receipts as a student reads them: one line for a question, from the coin set aside to what became of it. Pure.
import type { Receipt, ReceiptPage, TierName } from "../contract.ts";

/** "aside" while the answer is being written; "given" and "taken" without a question. */
export type Fate = "aside" | "spent" | "back" | "given" | "taken";

export interface Line {
  /** Of the newest entry of the question that is known here, which is where the line stands. */
  readonly key: string;
  readonly fate: Fate;
  readonly tier: TierName;
  /** What the line as a whole did to the balance. */
  readonly amount: number;
  /** Oldest first. */
  readonly entries: readonly Receipt[];
}

/** `receipts` are newest first, and so are the lines. */
export function linesOf(receipts: readonly Receipt[]): Line[] {
  const lines = new Map<string, Receipt[]>();
  for (const receipt of receipts) {
    const key = receipt.question_id ?? `entry-${receipt.id}`;
    lines.set(key, [receipt, ...(lines.get(key) ?? [])]);
  }
  return [...lines].map(([key, entries]) => line(key, entries));
}

function line(key: string, entries: readonly Receipt[]): Line {
  const { kind, tier, amount } = newest(entries);
  switch (kind) {
    case "reserve":
      return { key, fate: "aside", tier, amount: -1, entries };
    case "settle":
      return { key, fate: "spent", tier, amount: -1, entries };
    case "refund":
      return { key, fate: "back", tier, amount: 0, entries };
    default:
      return { key, fate: amount < 0 ? "taken" : "given", tier, amount, entries };
  }
}

export function newest(entries: readonly Receipt[]): Receipt {
  const last = entries.at(-1);
  if (!last) throw new Error("a line without an entry");
  return last;
}

/** The newest page, read again, in front of what is known. Where a gap would lie between them, what is known is dropped. */
export function joined(known: ReceiptPage, page: ReceiptPage): ReceiptPage {
  const oldest = page.receipts.at(-1)?.id;
  if (page.next === null || oldest === undefined) return page;
  if (!known.receipts.some(({ id }) => id >= oldest)) return page;
  const older = known.receipts.filter(({ id }) => id < oldest);
  return { receipts: [...page.receipts, ...older], next: older.length === 0 ? page.next : known.next };
}

/** What is known, and the page that follows it. */
export function extended(known: ReceiptPage, page: ReceiptPage): ReceiptPage {
  const oldest = known.receipts.at(-1)?.id ?? Infinity;
  return { receipts: [...known.receipts, ...page.receipts.filter(({ id }) => id < oldest)], next: page.next };
}
