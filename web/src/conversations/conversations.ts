// The conversations of one person: the list as far as it was read, searching it, and what is done to one of them.
// Owned by the chat; lives until logging out.
import type { ConversationPage, ConversationSummary } from "../contract.ts";
import { Failure } from "../http.ts";
import { Rereading } from "../rereading.ts";
import { Store } from "../store.ts";
import type * as serverCalls from "./calls.ts";
import { type Note, Notes } from "./notes.ts";
import { extended, nothingRead, refreshed, renamed, without, withRestored } from "./pages.ts";
import { Search } from "./search.ts";

export type Calls = Pick<
  typeof serverCalls,
  "fetchConversations" | "searchConversations" | "renameConversation" | "deleteConversation" | "restoreConversation"
>;

export interface ConversationsState extends ConversationPage {
  /** "loading" before the first page is there. */
  readonly state: "loading" | "shown";
  /** The list could not be read: what is shown may be old. */
  readonly failed: boolean;
  readonly more: "idle" | "loading" | "failed";
}

/** What the page does about it. */
export interface Hooks {
  /** Why a call failed, besides what is shown. */
  readonly failed: (failure: unknown) => void;
  /** Whether a conversation is the one that is shown. What follows is told of that one only. */
  readonly isOpen: (id: string) => boolean;
  readonly titled: (title: string) => void;
  readonly removed: () => void;
  /** It was open when it was deleted. */
  readonly restored: (id: string) => void;
}

export type RenameProblem = "invalid" | "gone" | "unreachable";

/** In UTF-16 units, as the server has it. */
export const longestTitle = 120;

const statusOf = (failure: unknown) => (failure instanceof Failure ? failure.status : 0);

export class Conversations {
  readonly store = new Store<ConversationsState>({ ...nothingRead, state: "loading", failed: false, more: "idle" });
  readonly search: Search;
  readonly notes = new Notes();
  readonly #calls: Calls;
  readonly #on: Hooks;
  readonly #removing = new Set<string>();
  readonly #reading = new Rereading(() => this.#read());
  #whole = false;

  constructor(calls: Calls, on: Hooks) {
    this.#calls = calls;
    this.#on = on;
    this.search = new Search(calls.searchConversations, on.failed);
  }

  /** Reads the newest page again: something was asked. */
  refresh(): Promise<void> {
    return this.#reading.run();
  }

  /** A conversation anywhere in the list may have changed: the next read is of all that was read before. */
  changed(): void {
    this.#whole = true;
    void this.search.again();
  }

  reread(): Promise<void> {
    this.changed();
    return this.#reading.run();
  }

  async more(): Promise<void> {
    const { next, more } = this.store.value;
    if (next === null || more === "loading") return;
    this.store.set({ more: "loading" });
    try {
      const page = await this.#calls.fetchConversations(next);
      // What was read again meanwhile may end elsewhere.
      const fits = this.store.value.next === next;
      this.store.set({ ...(fits ? extended(this.store.value, page) : {}), more: "idle" });
    } catch (failure) {
      this.store.set({ more: "failed" });
      this.#on.failed(failure);
    }
  }

  /** Null when it was renamed. */
  async rename(id: string, title: string): Promise<RenameProblem | null> {
    const wanted = title.trim();
    if (wanted === "" || wanted.length > longestTitle) return "invalid";
    try {
      const row = await this.#calls.renameConversation(id, wanted);
      this.store.set(renamed(this.store.value, id, row.title));
      this.search.renamed(id, row.title);
      this.#tellTitle([row]);
      return null;
    } catch (failure) {
      this.#on.failed(failure);
      const status = statusOf(failure);
      return status === 422 ? "invalid" : status === 404 ? "gone" : "unreachable";
    }
  }

  /** Whether it is being deleted here, so that nobody is surprised that it is not there any more. */
  isRemoving(id: string): boolean {
    return this.#removing.has(id);
  }

  /** What became of it is said in a note. */
  async remove({ id, title }: Pick<ConversationSummary, "id" | "title">): Promise<void> {
    if (this.#removing.has(id)) return;
    this.#removing.add(id);
    const note = { id, title, wasOpen: this.#on.isOpen(id) };
    try {
      await this.#calls.deleteConversation(id);
      this.notes.say({ ...note, kind: "deleted" });
      this.#removed(id);
    } catch (failure) {
      this.#on.failed(failure);
      const status = statusOf(failure);
      if (status === 404) this.#removed(id);
      else this.notes.say({ ...note, kind: status === 409 ? "answerRunning" : "deleteFailed" });
    } finally {
      this.#removing.delete(id);
    }
  }

  async restore(note: Omit<Note, "kind">): Promise<void> {
    this.notes.say({ ...note, kind: "restoring" });
    try {
      const row = await this.#calls.restoreConversation(note.id);
      this.store.set(withRestored(this.store.value, row));
      this.notes.dismiss(note.id);
      void this.search.again();
      if (note.wasOpen) this.#on.restored(note.id);
    } catch (failure) {
      this.#on.failed(failure);
      this.notes.say({ ...note, kind: statusOf(failure) === 404 ? "gone" : "restoreFailed" });
    }
  }

  end(): void {
    this.notes.end();
    this.search.clear();
  }

  #removed(id: string): void {
    this.store.set(without(this.store.value, id));
    this.search.removed(id);
    if (this.#on.isOpen(id)) this.#on.removed();
  }

  #tellTitle(rows: readonly ConversationSummary[]): void {
    const open = rows.find(({ id }) => this.#on.isOpen(id));
    if (open) this.#on.titled(open.title);
  }

  async #read(): Promise<void> {
    const whole = this.#whole;
    const wanted = this.store.value.conversations.length;
    this.#whole = false;
    try {
      let read = await this.#calls.fetchConversations(null);
      while (whole && read.next !== null && read.conversations.length < wanted) {
        read = extended(read, await this.#calls.fetchConversations(read.next));
      }
      this.store.set({ ...(whole ? read : refreshed(this.store.value, read)), state: "shown", failed: false });
      this.#tellTitle(read.conversations);
    } catch (failure) {
      this.#whole ||= whole;
      this.store.set({ failed: true });
      this.#on.failed(failure);
    }
  }
}
