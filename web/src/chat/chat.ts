// The chat of one person who is logged in: what is asked, what comes back, and what is shown of it.
// It owns the line to the server and lives until logging out.
import type { Ack, BalanceEvent, Balances, DoneEvent, ErrorEvent, Me, Question, StreamEvent } from "../contract.ts";
import { type Ending, spokenEnding } from "../answer/endings.ts";
import { rememberedCoin } from "../coins/choice.ts";
import * as calls from "../conversations/calls.ts";
import { Conversations } from "../conversations/conversations.ts";
import { Failure, fetchMe, fetchReceipts } from "../http.ts";
import { Receipts } from "../receipts/receipts.ts";
import { Rereading } from "../rereading.ts";
import { longShelf } from "../storage.ts";
import { Store } from "../store.ts";
import { Asking } from "./asking.ts";
import { type ChatState, emptyConversation, type OpenConversation } from "./chat-state.ts";
import { readTurns, readTurnsBackTo, type TurnPage, withEarlier, withNewest } from "./history.ts";
import { Line } from "./line.ts";
import { nameInAddress, nameNothing, placeInAddress } from "./place.ts";
import { passes } from "./refusals.ts";
import { Silence } from "./silence.ts";
import { accepted, askedTurn, failed, finished, reconnected, streamed, type Turn, vanished } from "./turns.ts";

// In milliseconds.
const reopenAfter = 2000;
const lookAfterEvery = 5000;
const silenceIsLong = 15_000;

const sameBalances = (a: Balances, b: Balances) => a.gold === b.gold && a.silver === b.silver && a.copper === b.copper;

export class Chat {
  readonly store: Store<ChatState>;
  readonly receipts = new Receipts(fetchReceipts, (failure) => void this.#endsSession(failure));
  readonly asking: Asking;
  /** The reader is logging out, so that the server closes the line. */
  leaving = false;
  readonly conversations = new Conversations(calls, {
    failed: (failure) => void this.#endsSession(failure),
    isOpen: (id) => this.#state.conversation.id === id,
    titled: (title) => this.#state.conversation.title === title || this.#setConversation({ title }),
    removed: () => void this.#turnTo({}, "instead"),
    restored: (id) => this.#restored(id),
  });
  readonly #onSignedOut: () => void;
  readonly #line: Line;
  readonly #silence = new Silence(silenceIsLong);
  /** The answers that the server sends over the line as it is now. */
  readonly #following = new Set<string>();
  readonly #closing = new AbortController();
  /** Shows what has happened elsewhere: in another tab, or while this page had no line. */
  readonly #catchUp = new Rereading(async () => {
    if (!this.#ended) await this.conversations.refresh();
    const { id, state, sought } = this.#state.conversation;
    if (id !== null && !this.#ended) await this.#load(id, state === "unreachable" ? sought : null);
  });
  #balancesTold = 0;
  /** Counts what was shown, so that what was read for an earlier one is not shown in its place. */
  #showing = 0;

  constructor(me: Me, messageLength: number, onSignedOut: () => void) {
    this.#onSignedOut = onSignedOut;
    this.store = new Store<ChatState>({
      balances: me.balances,
      line: "connecting",
      checking: false,
      conversation: { ...emptyConversation, state: "loading" },
      coin: rememberedCoin(longShelf),
      draft: "",
      edit: null,
      refusal: null,
      announcement: { text: "", count: 0 },
    });
    this.#line = new Line({
      up: (again) => this.#lineUp(again),
      down: () => this.store.set({ line: "down" }),
      closed: () => void this.#lineClosed(),
      stream: (event) => this.#streamed(event),
      done: (event) => this.#done(event),
      error: (event) => this.#error(event),
      balance: (event) => this.#balance(event),
      conversations: () => this.#conversationsChanged(),
    });
    this.asking = new Asking(this.store, this.#line, me.username, messageLength, (question, ack, again) =>
      this.#acknowledged(question, ack, again),
    );
    const timer = setInterval(() => this.#lookAfter(), lookAfterEvery);
    this.#closing.signal.addEventListener("abort", () => {
      clearInterval(timer);
      this.asking.end();
    });
    // A machine that slept has missed the timer, too.
    document.addEventListener("visibilitychange", () => this.#lookAfter(), { signal: this.#closing.signal });
    addEventListener("popstate", () => this.#followAddress(), { signal: this.#closing.signal });
  }

  /** Shows what the address names, else the conversation where somebody was writing, else the newest, and opens the line. */
  async start(): Promise<void> {
    const { waiting, drafts } = this.asking;
    const { conversation, question } = placeInAddress();
    const known = waiting ? (waiting.conversation_id ?? null) : conversation === undefined ? drafts.newest : conversation;
    const listed = this.conversations.refresh();
    if (known === undefined) {
      await listed;
      if (this.#ended) return;
      const first = this.conversations.store.value.conversations[0]?.id ?? null;
      // Whoever wrote before it was there wrote for it already.
      if (first !== null) drafts.move(null, first);
      await this.#turnTo({ id: first }, "instead");
    } else if (known === null) {
      await this.#turnTo({ turns: waiting ? [askedTurn(waiting)] : [] }, "instead");
    } else {
      await this.#turnTo({ id: known, sought: question }, "instead");
    }
    await listed;
    if (!this.#ended) this.#line.open();
  }

  /** Ends the chat on this page; answers go on at the server. */
  end(): void {
    this.#closing.abort();
    this.#line.close();
    this.conversations.end();
  }

  /** Forgets what was half written and what was read, for the next person at this machine. */
  forgetDrafts(): void {
    nameNothing();
    this.asking.forget();
  }

  announce(text: string): void {
    this.store.set({ announcement: { text, count: this.#state.announcement.count + 1 } });
  }

  stop(id: string): void {
    this.#changeTurn(id, (turn) => ({ turn: { ...turn, stopping: true }, resumeFrom: null }));
    this.#line.stop(id);
  }

  startNew(): void {
    const { id, state } = this.#state.conversation;
    // What was written for one that is not there any more is not lost with it.
    if (id !== null && (state === "missing" || state === "deleted")) this.asking.drafts.move(id, null);
    void this.#turnTo({}, "step");
  }

  /** Shows a conversation: its end, or the question in it that is sought. */
  async open(id: string, sought: string | null = null): Promise<void> {
    await this.#turnTo({ id, sought }, "step");
  }

  /** Reads the turns before those that are shown. */
  async loadEarlier(): Promise<void> {
    const { id, earlier, earlierState } = this.#state.conversation;
    if (id === null || earlier === null || earlierState === "loading") return;
    const before = this.#showing;
    this.#setConversation({ earlierState: "loading" });
    try {
      const page = await readTurns(id, earlier);
      if (this.#ended || this.#showing !== before) return;
      // Read again meanwhile, they may begin elsewhere.
      if (this.#state.conversation.earlier === earlier) this.#showTurns(withEarlier(this.#state.conversation, page));
      this.#setConversation({ earlierState: "idle" });
    } catch (failure) {
      if (!this.#endsSession(failure) && this.#showing === before) this.#setConversation({ earlierState: "failed" });
    }
  }

  /** Loads the open conversation, which could not be loaded before. */
  openAgain(): void {
    const { id } = this.#state.conversation;
    if (id !== null) void this.#turnTo({ id, sought: this.#state.conversation.sought }, "instead");
  }

  /** For the calls that others make: whether the failure means that the session has ended. The page then goes to the login. */
  endsSession(failure: unknown): boolean {
    return this.#endsSession(failure);
  }

  get #state(): ChatState {
    return this.store.value;
  }

  get #ended(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Shows another conversation: a new one unless `change` names one. */
  async #turnTo(change: Partial<OpenConversation>, how: "step" | "instead" | "named"): Promise<void> {
    const id = change.id ?? null;
    this.#showing += 1;
    if (how !== "named") nameInAddress(id, how);
    this.store.set({ conversation: { ...emptyConversation, state: id === null ? "shown" : "loading", ...change }, refusal: null });
    if (how !== "instead") this.asking.left();
    this.asking.showDraft();
    if (id !== null) await this.#load(id, change.sought ?? null);
    else this.asking.shown();
  }

  /** The one that was shown until it was deleted is there again. */
  #restored(id: string): void {
    const { id: open, turns } = this.#state.conversation;
    // Nothing else has been begun since.
    if (open === id || (open === null && turns.length === 0)) void this.#turnTo({ id }, "instead");
  }

  /** The reader has gone back, or forward. */
  #followAddress(): void {
    const { conversation, question } = placeInAddress();
    if (conversation === undefined || conversation === this.#state.conversation.id) return;
    void this.#turnTo({ id: conversation, sought: question }, "named");
  }

  /** Returns the newest turns that the server has, back to `backTo` if it is named; null when they could not be read, or are not shown any more. */
  async #load(id: string, backTo: string | null = null): Promise<TurnPage | null> {
    const before = this.#showing;
    const shown = () => !this.#ended && this.#showing === before && this.#state.conversation.id === id;
    try {
      const page = await (backTo === null ? readTurns(id) : readTurnsBackTo(backTo, id));
      if (!shown()) return null;
      const { waiting } = this.asking;
      const mine = this.#state.conversation;
      const sending = waiting?.conversation_id === id && !mine.turns.some((turn) => turn.id === waiting.id) ? [askedTurn(waiting)] : [];
      this.#setConversation({ title: page.title });
      this.#showTurns(withNewest({ ...mine, turns: [...mine.turns, ...sending] }, page));
      if (waiting && page.turns.some((turn) => turn.id === waiting.id)) this.asking.arrived(waiting);
      this.asking.shown();
      return page;
    } catch (failure) {
      if (this.#endsSession(failure) || !shown()) return null;
      // An unreachable server is asked again by #lookAfter.
      if (failure instanceof Failure && failure.status === 404) this.#isGone(id);
      else if (this.#state.conversation.state === "loading") this.#setConversation({ state: "unreachable" });
      return null;
    }
  }

  #isGone(id: string): void {
    if (this.conversations.isRemoving(id)) return;
    const { state } = this.#state.conversation;
    this.#setConversation({ state: state === "shown" || state === "deleted" ? "deleted" : "missing" });
  }

  #showTurns({ turns, earlier }: Pick<TurnPage, "turns" | "earlier">): void {
    const before = new Map(this.#state.conversation.turns.map((turn) => [turn.id, turn]));
    this.#setConversation({ turns, earlier, state: "shown" });
    for (const turn of turns) {
      const earlier = before.get(turn.id);
      // What came of an answer that was not shown has gone by.
      const followed = earlier !== undefined && this.#following.has(turn.id);
      if (turn.phase === "running" && !followed) this.#changeTurn(turn.id, reconnected);
      if (turn.phase === "ended" && turn.ending && earlier?.phase === "running") this.#announceEnd(turn, turn.ending);
    }
  }

  async #refreshBalances(): Promise<void> {
    const told = this.#balancesTold;
    try {
      const { balances } = await fetchMe();
      // What the line has told meanwhile is newer than what was read here.
      if (told === this.#balancesTold && !sameBalances(balances, this.#state.balances)) this.#setBalances(balances);
    } catch (failure) {
      this.#endsSession(failure);
    }
  }

  #lineUp(again: boolean): void {
    this.store.set({ line: "up" });
    this.#following.clear();
    for (const turn of this.#state.conversation.turns) this.#askAbout(turn);
    this.asking.send();
    // The session may have ended before the line was there; a line without one is quiet.
    void this.#refreshBalances();
    if (again || this.conversations.store.value.failed || this.#state.conversation.state === "unreachable") void this.#catchUp.run();
  }

  /** Asks about whatever has been silent for long, so that no spinner waits for an event that was lost. */
  #lookAfter(): void {
    if (this.#ended || !this.#line.isUp) return;
    const { turns, state } = this.#state.conversation;
    const running = turns.filter((turn) => turn.phase === "running");
    const overdue = this.#silence.overdue(running.map((turn) => turn.id), Date.now());
    for (const turn of running) if (overdue.includes(turn.id)) this.#askAbout(turn);
    if (this.conversations.store.value.failed || state === "unreachable") void this.#catchUp.run();
  }

  #askAbout(turn: Turn): void {
    this.#changeTurn(turn.id, reconnected);
    // Whether the wish to stop arrived is not known either.
    if (turn.stopping && turn.phase === "running") this.#line.stop(turn.id);
  }

  #resume(id: string, offset: number): void {
    this.#following.add(id);
    this.#silence.broken(id, Date.now());
    this.#line.resume(id, offset, (ack) => {
      if (!ack.ok && ack.code === "invalid_message") void this.#askForWhole(id);
    });
  }

  /** The server knows less of the answer than this page: what it has stored decides. */
  async #askForWhole(id: string): Promise<void> {
    const { id: conversation } = this.#state.conversation;
    const stored = conversation === null ? null : await this.#load(conversation, id);
    if (!stored || this.#ended) return;
    if (stored.turns.some((turn) => turn.id === id)) {
      const unfinished = this.#state.conversation.turns.some((turn) => turn.id === id && turn.phase === "running");
      if (unfinished) this.#line.resume(id, 0, () => {});
    } else {
      this.#changeTurn(id, (turn) => ({ turn: vanished(turn), resumeFrom: null }));
    }
  }

  async #lineClosed(): Promise<void> {
    if (!this.leaving) await this.#refreshBalances();
    if (!this.#ended) setTimeout(() => this.#ended || this.#line.open(), reopenAfter);
  }

  #acknowledged(question: Question, ack: Ack, again: boolean): void {
    this.#silence.broken(question.id, Date.now());
    if (!ack.ok) {
      if (again && passes(ack.code)) return;
      this.asking.refused(question, ack);
      if (ack.code === "not_logged_in") this.#signedOut();
      return;
    }
    this.asking.arrived(question);
    this.#following.add(question.id);
    // The acknowledgement of a repeated question may tell what the balances were when it was accepted.
    if (again) void this.#refreshBalances();
    else this.#setBalances(ack.balances);
    const { conversation } = this.#state;
    if (conversation.turns.some((turn) => turn.id === question.id)) {
      if (conversation.id === null) this.asking.drafts.move(null, ack.conversation_id);
      this.#setConversation({ id: ack.conversation_id });
      nameInAddress(ack.conversation_id, "instead");
      this.#changeTurn(question.id, (turn) => (again ? reconnected(accepted(turn)) : { turn: accepted(turn), resumeFrom: null }));
    }
    void this.conversations.refresh();
  }

  #balance(event: BalanceEvent): void {
    this.#setBalances(event.balances);
    // A question in another tab, perhaps of this conversation.
    void this.#catchUp.run();
  }

  #conversationsChanged(): void {
    this.conversations.changed();
    void this.#catchUp.run();
  }

  #streamed(event: StreamEvent): void {
    this.#tellsOfArrival(event.answer_id);
    this.#silence.broken(event.answer_id, Date.now());
    this.#changeTurn(event.answer_id, (turn) => streamed(turn, event), true);
  }

  #done(event: DoneEvent): void {
    this.#tellsOfArrival(event.answer_id);
    this.#setBalances(event.balances);
    this.#changeTurn(event.answer_id, (turn) => finished(turn, event));
  }

  /** An answer comes of it, though the acknowledgement may be lost. The first question of a conversation needs it all the same, for the conversation's id. */
  #tellsOfArrival(id: string): void {
    const { waiting } = this.asking;
    if (waiting?.id !== id || !waiting.conversation_id) return;
    this.#following.add(id);
    this.asking.arrived(waiting);
  }

  #error(event: ErrorEvent): void {
    if (event.balances) this.#setBalances(event.balances);
    const { waiting } = this.asking;
    // A refusal comes twice, as acknowledgement and as event. The acknowledgement names its question, so it alone is shown.
    if (event.code === "not_logged_in") {
      if (waiting) this.asking.refused(waiting, event);
      this.#signedOut();
    } else if (event.answer_id && (event.answer_id !== waiting?.id || event.refunded !== undefined)) {
      this.#changeTurn(event.answer_id, (turn) => failed(turn, event));
    }
  }

  #changeTurn(id: string, change: (turn: Turn) => { turn: Turn; resumeFrom: number | null }, soon = false): void {
    const { conversation } = this.#state;
    const before = conversation.turns.find((turn) => turn.id === id);
    if (!before) return;
    const { turn, resumeFrom } = change(before);
    if (resumeFrom !== null) this.#resume(id, resumeFrom);
    if (turn === before) return;
    const turns = conversation.turns.map((each) => (each === before ? turn : each));
    const update = { conversation: { ...conversation, turns } };
    const ends = turn.phase === "ended" && before.phase !== "ended";
    if (soon && !ends) this.store.setSoon(update);
    else this.store.set(update);
    if (ends && turn.ending) this.#announceEnd(turn, turn.ending);
  }

  #announceEnd({ coin, reading }: Turn, ending: Ending): void {
    this.announce(spokenEnding(ending, coin, reading.text));
  }

  #setBalances(balances: Balances): void {
    ++this.#balancesTold;
    this.store.set({ balances });
    this.receipts.changed();
  }

  #setConversation(change: Partial<OpenConversation>): void {
    this.store.set({ conversation: { ...this.#state.conversation, ...change } });
  }

  #endsSession(failure: unknown): boolean {
    const gone = failure instanceof Failure && failure.status === 401;
    if (gone) this.#signedOut();
    return gone;
  }

  #signedOut(): void {
    if (this.#ended) return;
    this.asking.giveUp();
    this.end();
    this.#onSignedOut();
  }
}
