// The question that was sent but not yet acknowledged. It survives a reload, so that asking again with the same id
// can never cost a second coin. One at a time: the composer waits for the acknowledgement.
import type { Question } from "../contract.ts";
import type { Shelf } from "../storage.ts";

export class Outbox {
  readonly #shelf: Pick<Shelf, "getItem" | "setItem" | "removeItem">;
  readonly #key: string;

  constructor(shelf: Pick<Shelf, "getItem" | "setItem" | "removeItem">, username: string) {
    this.#shelf = shelf;
    this.#key = `ailab.outbox.${username}`;
  }

  get question(): Question | null {
    const kept = this.#shelf.getItem(this.#key);
    if (kept === null) return null;
    try {
      return JSON.parse(kept) as Question;
    } catch {
      this.clear();
      return null;
    }
  }

  put(question: Question): void {
    this.#shelf.setItem(this.#key, JSON.stringify(question));
  }

  /** It has left this page before, so that the server may have taken it, whatever it says now. */
  get sent(): boolean {
    return this.#shelf.getItem(`${this.#key}.sent`) !== null;
  }

  markSent(): void {
    this.#shelf.setItem(`${this.#key}.sent`, "yes");
  }

  clear(): void {
    this.#shelf.removeItem(this.#key);
    this.#shelf.removeItem(`${this.#key}.sent`);
  }
}

/** The composer's text after a question came back: nothing that was typed in the meantime is lost. */
export function withReturned(returned: string, draft: string): string {
  if (draft.trim() === "" || draft === returned) return returned;
  return `${returned}\n\n${draft}`;
}
