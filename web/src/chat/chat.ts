// The chat of one person who is logged in: it follows the answers to what is asked, and heeds whatever else the line says.
// It owns the line to the server and lives until logging out. Asking, the conversation that is shown and the list of them are its parts.
import type { Ack, BalanceEvent, Balances, DoneEvent, ErrorEvent, Me, Question, StreamEvent } from "../contract.ts";
import { rememberedCoin } from "../coins/choice.ts";
import * as calls from "../conversations/calls.ts";
import { Conversations } from "../conversations/conversations.ts";
import { Failure, fetchMe, fetchReceipts } from "../http.ts";
import { Receipts } from "../receipts/receipts.ts";
import { longShelf } from "../storage.ts";
import { Store } from "../store.ts";
import { Asking } from "./asking.ts";
import { type ChatState, firstState } from "./chat-state.ts";
import { Line } from "./line.ts";
import { nameNothing } from "./place.ts";
import { passes } from "./refusals.ts";
import { ShownConversation } from "./shown-conversation.ts";
import { Silence } from "./silence.ts";
import { failed, finished, reconnected, streamed, type Turn, vanished } from "./turns.ts";

// In milliseconds.
const reopenAfter = 2000;
const lookAfterEvery = 5000;
const silenceIsLong = 15_000;

const sameBalances = (a: Balances, b: Balances) => a.gold === b.gold && a.silver === b.silver && a.copper === b.copper;

export class Chat {
  readonly store: Store<ChatState>;
  readonly receipts = new Receipts(fetchReceipts, (failure) => void this.endsSession(failure));
  readonly asking: Asking;
  readonly shown: ShownConversation;
  /** The reader is logging out, so that the server closes the line. */
  leaving = false;
  readonly conversations = new Conversations(calls, {
    failed: (failure) => void this.endsSession(failure),
    isOpen: (id) => this.#state.conversation.id === id,
    titled: (title) => this.shown.titled(title),
    removed: () => void this.shown.turnTo({}, "instead"),
    restored: (id) => this.shown.restored(id),
  });
  readonly #onSignedOut: () => void;
  readonly #line: Line;
  readonly #silence = new Silence(silenceIsLong);
  /** The answers that the server sends over the line as it is now. */
  readonly #following = new Set<string>();
  readonly #closing = new AbortController();
  #balancesTold = 0;

  constructor(me: Me, messageLength: number, onSignedOut: () => void) {
    this.#onSignedOut = onSignedOut;
    this.store = new Store(firstState(me.balances, rememberedCoin(longShelf)));
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
    this.shown = new ShownConversation(this.store, this.asking, this.conversations, this.#closing.signal, {
      endsSession: (failure) => this.endsSession(failure),
      isFollowed: (id) => this.#following.has(id),
      resume: (id, offset) => this.#resume(id, offset),
      announce: (text) => this.announce(text),
    });
    const timer = setInterval(() => this.#lookAfter(), lookAfterEvery);
    this.#closing.signal.addEventListener("abort", () => {
      clearInterval(timer);
      this.asking.end();
    });
    // A machine that slept has missed the timer, too.
    document.addEventListener("visibilitychange", () => this.#lookAfter(), { signal: this.#closing.signal });
  }

  /** Shows what the address names, else the conversation where somebody was writing, else the newest, and opens the line. */
  async start(): Promise<void> {
    const wanted = this.shown.wanted();
    const listed = this.conversations.refresh();
    if (wanted) {
      await this.shown.turnTo(wanted, "instead");
    } else {
      await listed;
      if (this.#ended) return;
      await this.shown.turnToNewest();
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
    this.shown.changeTurn(id, (turn) => ({ turn: { ...turn, stopping: true }, resumeFrom: null }));
    this.#line.stop(id);
  }

  /** Whether the failure of a call means that the session has ended. The page then goes to the login. */
  endsSession(failure: unknown): boolean {
    const gone = failure instanceof Failure && failure.status === 401;
    if (gone) this.#signedOut();
    return gone;
  }

  get #state(): ChatState {
    return this.store.value;
  }

  get #ended(): boolean {
    return this.#closing.signal.aborted;
  }

  async #refreshBalances(): Promise<void> {
    const told = this.#balancesTold;
    try {
      const { balances } = await fetchMe();
      // What the line has told meanwhile is newer than what was read here.
      if (told === this.#balancesTold && !sameBalances(balances, this.#state.balances)) this.#setBalances(balances);
    } catch (failure) {
      this.endsSession(failure);
    }
  }

  #lineUp(again: boolean): void {
    this.store.set({ line: "up" });
    this.#following.clear();
    for (const turn of this.#state.conversation.turns) this.#askAbout(turn);
    this.asking.send();
    // The session may have ended before the line was there; a line without one is quiet.
    void this.#refreshBalances();
    if (again || this.conversations.store.value.failed || this.#state.conversation.state === "unreachable") this.shown.catchUp();
  }

  /** Asks about whatever has been silent for long, so that no spinner waits for an event that was lost. */
  #lookAfter(): void {
    if (this.#ended || !this.#line.isUp) return;
    const { turns, state } = this.#state.conversation;
    const running = turns.filter((turn) => turn.phase === "running");
    const overdue = this.#silence.overdue(running.map((turn) => turn.id), Date.now());
    for (const turn of running) if (overdue.includes(turn.id)) this.#askAbout(turn);
    if (this.conversations.store.value.failed || state === "unreachable") this.shown.catchUp();
  }

  #askAbout(turn: Turn): void {
    this.shown.changeTurn(turn.id, reconnected);
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
    const stored = conversation === null ? null : await this.shown.load(conversation, id);
    if (!stored || this.#ended) return;
    if (stored.turns.some((turn) => turn.id === id)) {
      const unfinished = this.#state.conversation.turns.some((turn) => turn.id === id && turn.phase === "running");
      if (unfinished) this.#line.resume(id, 0, () => {});
    } else {
      this.shown.changeTurn(id, (turn) => ({ turn: vanished(turn), resumeFrom: null }));
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
    this.shown.acknowledged(question.id, ack.conversation_id, again);
    void this.conversations.refresh();
  }

  #balance(event: BalanceEvent): void {
    this.#setBalances(event.balances);
    // A question in another tab, perhaps of this conversation.
    this.shown.catchUp();
  }

  #conversationsChanged(): void {
    this.conversations.changed();
    this.shown.catchUp();
  }

  #streamed(event: StreamEvent): void {
    this.#tellsOfArrival(event.answer_id);
    this.#silence.broken(event.answer_id, Date.now());
    this.shown.changeTurn(event.answer_id, (turn) => streamed(turn, event), true);
  }

  #done(event: DoneEvent): void {
    this.#tellsOfArrival(event.answer_id);
    this.#setBalances(event.balances);
    this.shown.changeTurn(event.answer_id, (turn) => finished(turn, event));
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
      this.shown.changeTurn(event.answer_id, (turn) => failed(turn, event));
    }
  }

  #setBalances(balances: Balances): void {
    ++this.#balancesTold;
    this.store.set({ balances });
    this.receipts.changed();
  }

  #signedOut(): void {
    if (this.#ended) return;
    this.asking.giveUp();
    this.end();
    this.#onSignedOut();
  }
}
