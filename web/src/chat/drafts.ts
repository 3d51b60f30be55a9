// What is half written: a draft for each conversation, kept in the tab until logging out.
import type { Shelf } from "../storage.ts";

/** An earlier question that is being edited, to be asked as a new one. */
export interface Edit {
  readonly question: string;
  /** As the conversation counts it, where that is known. */
  readonly number: number | null;
  /** How it begins. */
  readonly start: string;
  /** The draft whose place it took. */
  readonly before: string;
}

export interface Draft {
  readonly text: string;
  readonly edit: Edit | null;
}

const nothing: Draft = { text: "", edit: null };

/** A conversation's id; null is the one that its first question will make. */
export type Place = string | null;

export class Drafts {
  readonly #shelf: Pick<Shelf, "getItem" | "setItem" | "removeItem">;
  readonly #key: string;

  constructor(shelf: Pick<Shelf, "getItem" | "setItem" | "removeItem">, username: string) {
    this.#shelf = shelf;
    this.#key = `ailab.drafts.${username}`;
  }

  of(place: Place): Draft {
    return this.#read().get(place) ?? nothing;
  }

  /** Where somebody was writing last; undefined when nothing is half written. */
  get newest(): Place | undefined {
    return [...this.#read().keys()].at(-1);
  }

  put(place: Place, draft: Draft): void {
    const all = this.#read();
    all.delete(place);
    if (draft.text !== "" || draft.edit) all.set(place, draft);
    this.#shelf.setItem(this.#key, JSON.stringify([...all]));
  }

  /** What was written for one conversation belongs to another; neither text is lost. */
  move(from: Place, to: Place): void {
    const { text, edit } = this.of(from);
    if (text === "" && !edit) return;
    const there = this.of(to);
    this.put(from, nothing);
    this.put(to, { text: withReturned(text, there.text), edit: there.edit ?? edit });
  }

  clear(): void {
    this.#shelf.removeItem(this.#key);
  }

  #read(): Map<Place, Draft> {
    try {
      return new Map(JSON.parse(this.#shelf.getItem(this.#key) ?? "[]") as [Place, Draft][]);
    } catch {
      return new Map();
    }
  }
}

/** The composer's text after a question came back: nothing that was typed in the meantime is lost. */
export function withReturned(returned: string, draft: string): string {
  if (draft.trim() === "" || draft === returned) return returned;
  return `${returned}\n\n${draft}`;
}
