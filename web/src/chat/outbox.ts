// The question that was sent but not yet acknowledged. It survives a reload, so that asking again with the same id
// can never cost a second coin. One at a time: the next one waits for the acknowledgement.
import type { Question } from "../contract.ts";
import type { Shelf } from "../storage.ts";
import type { Edit } from "./drafts.ts";

/** Where a question was asked from, and so where it goes when it is refused. */
export type Origin = { readonly from: "composer"; readonly edit: Edit | null } | { readonly from: "turn" };

interface Entry {
  readonly question: Question;
  readonly origin: Origin;
  readonly sent: boolean;
}

export class Outbox {
  readonly #shelf: Pick<Shelf, "getItem" | "setItem" | "removeItem">;
  readonly #key: string;

  constructor(shelf: Pick<Shelf, "getItem" | "setItem" | "removeItem">, username: string) {
    this.#shelf = shelf;
    this.#key = `ailab.outbox.${username}`;
  }

  get question(): Question | null {
    return this.#entry?.question ?? null;
  }

  get origin(): Origin {
    return this.#entry?.origin ?? { from: "composer", edit: null };
  }

  /** It has left this page before, so that the server may have taken it, whatever it says now. */
  get sent(): boolean {
    return this.#entry?.sent ?? false;
  }

  put(question: Question, origin: Origin): void {
    this.#keep({ question, origin, sent: false });
  }

  markSent(): void {
    const entry = this.#entry;
    if (entry && !entry.sent) this.#keep({ ...entry, sent: true });
  }

  clear(): void {
    this.#shelf.removeItem(this.#key);
  }

  get #entry(): Entry | null {
    try {
      return JSON.parse(this.#shelf.getItem(this.#key) ?? "null") as Entry | null;
    } catch {
      this.clear();
      return null;
    }
  }

  #keep(entry: Entry): void {
    this.#shelf.setItem(this.#key, JSON.stringify(entry));
  }
}
