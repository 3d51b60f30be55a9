// What is said about conversations that were deleted, and for how long: "Undo" stays until it was not needed for a while.
import { Store } from "../store.ts";

/** How long an offer to undo stays, in milliseconds. It begins anew whenever somebody has been at it. */
export const undoStays = 15_000;

export type NoteKind = "deleted" | "restoring" | "answerRunning" | "deleteFailed" | "restoreFailed" | "gone";

export interface Note {
  readonly kind: NoteKind;
  /** The conversation. There is one note of each at most. */
  readonly id: string;
  readonly title: string;
  /** It was the one that is shown, and comes back as that. */
  readonly wasOpen: boolean;
}

export class Notes {
  readonly store = new Store<{ readonly notes: readonly Note[] }>({ notes: [] });
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #holds = new Set<string>();

  /** Says this instead of whatever was said about the conversation. */
  say(note: Note): void {
    this.dismiss(note.id);
    this.store.set({ notes: [...this.store.value.notes, note] });
    this.#count(note);
  }

  dismiss(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    const { notes } = this.store.value;
    if (notes.some((note) => note.id === id)) this.store.set({ notes: notes.filter((note) => note.id !== id) });
  }

  /** Nothing goes away by itself until all that hold have released. `why` names one of them. */
  hold(why: "pointer" | "focus"): void {
    this.#holds.add(why);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  release(why: "pointer" | "focus"): void {
    if (!this.#holds.delete(why)) return;
    for (const note of this.store.value.notes) this.#count(note);
  }

  end(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #count({ id, kind }: Note): void {
    if (kind !== "deleted" || this.#holds.size > 0 || this.#timers.has(id)) return;
    this.#timers.set(id, setTimeout(() => this.dismiss(id), undoStays));
  }
}
