// The conversation that is shown: which one it is, what was read of it, and how its turns change. The page's address names it.
// It belongs to a Chat, writes into the Chat's store, and lives as long.
import { type Ending, spokenEnding } from "../answer/endings.ts";
import type { Conversations } from "../conversations/conversations.ts";
import { Failure } from "../http.ts";
import { Rereading } from "../rereading.ts";
import type { Store } from "../store.ts";
import type { Asking } from "./asking.ts";
import { type ChatState, emptyConversation, type OpenConversation } from "./chat-state.ts";
import { readTurns, readTurnsBackTo, type TurnPage, type Turns, withEarlier, withNewest } from "./history.ts";
import { nameInAddress, placeInAddress } from "./place.ts";
import { accepted, askedTurn, type Change, reconnected, type Turn } from "./turns.ts";

/** What the chat knows and does about it. */
export interface Hooks {
  /** Whether the failure of a call means that the session has ended. Nothing more is shown then. */
  readonly endsSession: (failure: unknown) => boolean;
  /** Whether the server sends this answer over the line as it is now. */
  readonly isFollowed: (id: string) => boolean;
  /** The text of an answer is needed from `offset` on. */
  readonly resume: (id: string, offset: number) => void;
  readonly announce: (text: string) => void;
}

export class ShownConversation {
  readonly #store: Store<ChatState>;
  readonly #asking: Asking;
  readonly #conversations: Conversations;
  /** Aborted when the chat ends. */
  readonly #closing: AbortSignal;
  readonly #on: Hooks;
  readonly #rereading = new Rereading(async () => {
    if (!this.#ended) await this.#conversations.refresh();
    const { id, state, sought } = this.#current;
    if (id !== null && !this.#ended) await this.load(id, state === "unreachable" ? sought : null);
  });
  /** Counts what was shown, so that what was read for an earlier one is not shown in its place. */
  #showing = 0;

  constructor(store: Store<ChatState>, asking: Asking, conversations: Conversations, closing: AbortSignal, on: Hooks) {
    this.#store = store;
    this.#asking = asking;
    this.#conversations = conversations;
    this.#closing = closing;
    this.#on = on;
    addEventListener("popstate", () => this.#followAddress(), { signal: closing });
  }

  /** What to begin with: what the address names, else the conversation where somebody was writing. Null when nothing says so. */
  wanted(): Partial<OpenConversation> | null {
    const { waiting, drafts } = this.#asking;
    const { conversation, question } = placeInAddress();
    const known = waiting ? (waiting.conversation_id ?? null) : conversation === undefined ? drafts.newest : conversation;
    if (known === undefined) return null;
    return known === null ? { turns: waiting ? [askedTurn(waiting)] : [] } : { id: known, sought: question };
  }

  /** Shows the newest one of the list, or a new one when there is none. */
  turnToNewest(): Promise<void> {
    const first = this.#conversations.store.value.conversations[0]?.id ?? null;
    // Whoever wrote before it was there wrote for it already.
    if (first !== null) this.#asking.drafts.move(null, first);
    return this.turnTo({ id: first }, "instead");
  }

  startNew(): void {
    const { id, state } = this.#current;
    // What was written for one that is not there any more is not lost with it.
    if (id !== null && (state === "missing" || state === "deleted")) this.#asking.drafts.move(id, null);
    void this.turnTo({}, "step");
  }

  /** Shows a conversation: its end, or the question in it that is sought. */
  async open(id: string, sought: string | null = null): Promise<void> {
    await this.turnTo({ id, sought }, "step");
  }

  /** Loads the open conversation, which could not be loaded before. */
  openAgain(): void {
    const { id } = this.#current;
    if (id !== null) void this.turnTo({ id, sought: this.#current.sought }, "instead");
  }

  /** Reads the turns before those that are shown. */
  async loadEarlier(): Promise<void> {
    const { id, earlier, earlierState } = this.#current;
    if (id === null || earlier === null || earlierState === "loading") return;
    const before = this.#showing;
    this.#change({ earlierState: "loading" });
    try {
      const page = await readTurns(id, earlier);
      if (this.#ended || this.#showing !== before) return;
      // Read again meanwhile, they may begin elsewhere.
      if (this.#current.earlier === earlier) this.#showTurns(withEarlier(this.#current, page));
      this.#change({ earlierState: "idle" });
    } catch (failure) {
      if (!this.#on.endsSession(failure) && this.#showing === before) this.#change({ earlierState: "failed" });
    }
  }

  /** Shows another conversation: a new one unless `change` names one. */
  async turnTo(change: Partial<OpenConversation>, how: "step" | "instead" | "named"): Promise<void> {
    const id = change.id ?? null;
    this.#showing += 1;
    if (how !== "named") nameInAddress(id, how);
    this.#store.set({ conversation: { ...emptyConversation, state: id === null ? "shown" : "loading", ...change }, refusal: null });
    if (how !== "instead") this.#asking.left();
    this.#asking.showDraft();
    if (id !== null) await this.load(id, change.sought ?? null);
    else this.#asking.shown();
  }

  /** Shows what has happened elsewhere: in another tab, or while this page had no line. */
  catchUp(): void {
    void this.#rereading.run();
  }

  /** Returns the newest turns that the server has, back to `backTo` if it is named; null when they could not be read, or are not shown any more. */
  async load(id: string, backTo: string | null = null): Promise<TurnPage | null> {
    const before = this.#showing;
    const shown = () => !this.#ended && this.#showing === before && this.#current.id === id;
    try {
      const page = await (backTo === null ? readTurns(id) : readTurnsBackTo(backTo, id));
      if (!shown()) return null;
      const { waiting } = this.#asking;
      const mine = this.#current;
      const sending = waiting?.conversation_id === id && !mine.turns.some((turn) => turn.id === waiting.id) ? [askedTurn(waiting)] : [];
      this.#change({ title: page.title });
      this.#showTurns(withNewest({ ...mine, turns: [...mine.turns, ...sending] }, page));
      if (waiting && page.turns.some((turn) => turn.id === waiting.id)) this.#asking.arrived(waiting);
      this.#asking.shown();
      return page;
    } catch (failure) {
      if (this.#on.endsSession(failure) || !shown()) return null;
      // The chat sees to it that an unreachable server is asked again.
      if (failure instanceof Failure && failure.status === 404) this.#isGone(id);
      else if (this.#current.state === "loading") this.#change({ state: "unreachable" });
      return null;
    }
  }

  titled(title: string): void {
    if (this.#current.title !== title) this.#change({ title });
  }

  /** The one that was shown until it was deleted is there again. */
  restored(id: string): void {
    const { id: open, turns } = this.#current;
    // Nothing else has been begun since.
    if (open === id || (open === null && turns.length === 0)) void this.turnTo({ id }, "instead");
  }

  /** The server has a question, which makes the conversation if it is the first one. `again`: the question had been sent before. */
  acknowledged(question: string, conversation: string, again: boolean): void {
    const { id, turns } = this.#current;
    if (!turns.some((turn) => turn.id === question)) return;
    if (id === null) this.#asking.drafts.move(null, conversation);
    this.#change({ id: conversation });
    nameInAddress(conversation, "instead");
    this.changeTurn(question, (turn) => (again ? reconnected(accepted(turn)) : { turn: accepted(turn), resumeFrom: null }));
  }

  /** Does nothing for a turn that is not shown. `soon`: it is early enough to draw it with the next frame, unless the turn ends. */
  changeTurn(id: string, change: (turn: Turn) => Change, soon = false): void {
    const conversation = this.#current;
    const before = conversation.turns.find((turn) => turn.id === id);
    if (!before) return;
    const { turn, resumeFrom } = change(before);
    if (resumeFrom !== null) this.#on.resume(id, resumeFrom);
    if (turn === before) return;
    const turns = conversation.turns.map((each) => (each === before ? turn : each));
    const update = { conversation: { ...conversation, turns } };
    const ends = turn.phase === "ended" && before.phase !== "ended";
    if (soon && !ends) this.#store.setSoon(update);
    else this.#store.set(update);
    if (ends && turn.ending) this.#announceEnd(turn, turn.ending);
  }

  get #current(): OpenConversation {
    return this.#store.value.conversation;
  }

  get #ended(): boolean {
    return this.#closing.aborted;
  }

  /** The reader has gone back, or forward. */
  #followAddress(): void {
    const { conversation, question } = placeInAddress();
    if (conversation === undefined || conversation === this.#current.id) return;
    void this.turnTo({ id: conversation, sought: question }, "named");
  }

  #isGone(id: string): void {
    if (this.#conversations.isRemoving(id)) return;
    const { state } = this.#current;
    this.#change({ state: state === "shown" || state === "deleted" ? "deleted" : "missing" });
  }

  #showTurns({ turns, earlier }: Turns): void {
    const before = new Map(this.#current.turns.map((turn) => [turn.id, turn]));
    this.#change({ turns, earlier, state: "shown" });
    for (const turn of turns) {
      const earlier = before.get(turn.id);
      // What came of an answer that was not shown has gone by.
      const followed = earlier !== undefined && this.#on.isFollowed(turn.id);
      if (turn.phase === "running" && !followed) this.changeTurn(turn.id, reconnected);
      if (turn.phase === "ended" && turn.ending && earlier?.phase === "running") this.#announceEnd(turn, turn.ending);
    }
  }

  #announceEnd({ coin, reading }: Turn, ending: Ending): void {
    this.#on.announce(spokenEnding(ending, coin, reading.text));
  }

  #change(change: Partial<OpenConversation>): void {
    this.#store.set({ conversation: { ...this.#current, ...change } });
  }
}
