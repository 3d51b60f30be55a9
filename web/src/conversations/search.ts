// Searching all conversations while somebody types: the last text wins, and a search that is not wanted any more is given up.
import type { ConversationPage, FoundConversation } from "../contract.ts";
import { Failure } from "../http.ts";
import { Store } from "../store.ts";
import { extended, renamed, without } from "./pages.ts";

/** Somebody who types on is not searched for, in milliseconds. */
export const pauseBeforeSearch = 250;
/** In UTF-16 units, as the server has it. */
export const longestSearch = 200;

type Fetch = (text: string, before: string | null, signal: AbortSignal) => Promise<ConversationPage<FoundConversation>>;

export interface SearchState {
  /** What stands in the field. */
  readonly text: string;
  /** What was found, and for which text; null before anything was. */
  readonly found: (ConversationPage<FoundConversation> & { readonly text: string }) | null;
  readonly busy: boolean;
  readonly problem: "unreachable" | "tooManyWords" | null;
}

const idle: SearchState = { text: "", found: null, busy: false, problem: null };

export class Search {
  readonly store = new Store<SearchState>(idle);
  readonly #fetch: Fetch;
  readonly #onFailure: (failure: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = new AbortController();

  /** `onFailure` is told why a search could not be made, besides what is shown. */
  constructor(fetch: Fetch, onFailure: (failure: unknown) => void) {
    this.#fetch = fetch;
    this.#onFailure = onFailure;
  }

  get active(): boolean {
    return this.store.value.text.trim() !== "";
  }

  write(text: string): void {
    this.#giveUp();
    if (text.trim() === "") return this.store.set({ ...idle, text });
    const same = text.trim() === this.store.value.found?.text;
    this.store.set({ text, busy: !same, problem: null });
    if (!same) this.#timer = setTimeout(() => void this.#search(), pauseBeforeSearch);
  }

  clear(): void {
    this.#giveUp();
    this.store.set(idle);
  }

  /** Searches at once: after a failure, or because something has changed. */
  async again(): Promise<void> {
    if (!this.active) return;
    this.#giveUp();
    this.store.set({ busy: true, problem: null });
    await this.#search();
  }

  async more(): Promise<void> {
    const { found, busy } = this.store.value;
    if (!found || found.next === null || busy) return;
    this.store.set({ busy: true, problem: null });
    await this.#read(found.text, found.next, (page) => extended(this.store.value.found ?? found, page));
  }

  renamed(id: string, title: string): void {
    const { found } = this.store.value;
    if (found) this.store.set({ found: { ...found, ...renamed(found, id, title) } });
  }

  removed(id: string): void {
    const { found } = this.store.value;
    if (found) this.store.set({ found: { ...found, ...without(found, id) } });
  }

  #search(): Promise<void> {
    return this.#read(this.store.value.text.trim(), null, (page) => page);
  }

  async #read(
    text: string,
    from: string | null,
    put: (page: ConversationPage<FoundConversation>) => ConversationPage<FoundConversation>,
  ): Promise<void> {
    const { signal } = (this.#running = new AbortController());
    try {
      let page = await this.#fetch(text, from, signal);
      while (page.conversations.length === 0 && page.next !== null && !signal.aborted) page = await this.#fetch(text, page.next, signal);
      if (!signal.aborted) this.store.set({ found: { ...put(page), text }, busy: false });
    } catch (failure) {
      if (signal.aborted) return;
      const wordy = failure instanceof Failure && failure.code === "invalid_parameter";
      this.store.set({ busy: false, problem: wordy ? "tooManyWords" : "unreachable" });
      this.#onFailure(failure);
    }
  }

  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#running.abort();
  }
}
