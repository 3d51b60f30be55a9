// The chat of one person who is logged in: what is asked, what comes back, and what is shown of it.
// It owns the line to the server and lives until logging out.
import type { Ack, Balances, DoneEvent, ErrorEvent, Me, Question, StreamEvent, TierName } from "../contract.ts";
import { spokenEnding } from "../answer/endings.ts";
import { rememberCoin, rememberedCoin } from "../coins/choice.ts";
import { Failure, fetchConversation, fetchConversations, fetchMe } from "../http.ts";
import { newId } from "../ids.ts";
import { longShelf, tabShelf } from "../storage.ts";
import { Store } from "../store.ts";
import { type ChatState, emptyConversation, type OpenConversation } from "./chat-state.ts";
import { Line } from "./line.ts";
import { Outbox, withReturned } from "./outbox.ts";
import { refusalWords } from "./refusals.ts";
import { accepted, askedTurn, failed, finished, mergedTurns, reconnected, storedTurn, streamed, type Turn } from "./turns.ts";

const reopenAfter = 2000; // milliseconds

export class Chat {
  readonly store: Store<ChatState>;
  readonly #messageLength: number;
  readonly #onSignedOut: () => void;
  readonly #outbox: Outbox;
  readonly #draftKey: string;
  readonly #line: Line;
  #ended = false;

  constructor(me: Me, messageLength: number, onSignedOut: () => void) {
    this.#messageLength = messageLength;
    this.#onSignedOut = onSignedOut;
    this.#outbox = new Outbox(tabShelf, me.username);
    this.#draftKey = `ailab.draft.${me.username}`;
    this.store = new Store<ChatState>({
      balances: me.balances,
      line: "connecting",
      conversations: [],
      conversation: { ...emptyConversation, state: "loading" },
      coin: rememberedCoin(longShelf),
      draft: tabShelf.getItem(this.#draftKey) ?? "",
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
      balance: (event) => this.#setBalances(event.balances),
    });
  }

  /** Shows the newest conversation and opens the line. */
  async start(): Promise<void> {
    const waiting = this.#outbox.question;
    await this.#refreshList();
    if (this.#ended) return;
    if (waiting && !waiting.conversation_id) {
      this.store.set({ conversation: { ...emptyConversation, turns: [askedTurn(waiting)] } });
    } else {
      const newest = waiting?.conversation_id ?? this.#state.conversations[0]?.id;
      if (newest) await this.open(newest);
      else this.store.set({ conversation: emptyConversation });
    }
    if (!this.#ended) this.#line.open();
  }

  /** Ends the chat on this page; answers go on at the server. */
  end(): void {
    this.#ended = true;
    this.#line.close();
  }

  /** Forgets what was half written, for the next person at this machine. */
  forgetDraft(): void {
    tabShelf.removeItem(this.#draftKey);
    this.#outbox.clear();
  }

  /** The reader's own typing: what was said about the last question has been read by then. */
  write(draft: string): void {
    this.#keepDraft(draft);
    this.store.set({ refusal: null });
  }

  choose(coin: TierName): void {
    rememberCoin(longShelf, coin);
    this.store.set({ coin });
  }

  get canAsk(): boolean {
    const { draft, conversation } = this.#state;
    const fits = draft.trim() !== "" && draft.length <= this.#messageLength;
    return fits && conversation.state === "shown" && this.#outbox.question === null;
  }

  ask(): void {
    if (!this.canAsk) return;
    const { draft, coin, conversation } = this.#state;
    const place = conversation.id === null ? {} : { conversation_id: conversation.id };
    const question: Question = { id: newId(), content: draft, selected_coin: coin, ...place };
    this.#outbox.put(question);
    this.#keepDraft("");
    this.store.set({ refusal: null, conversation: { ...conversation, turns: [...conversation.turns, askedTurn(question)] } });
    this.#send(question, false);
  }

  /** Puts an earlier question into the composer again. */
  reuse(turn: Turn): void {
    this.write(withReturned(turn.content, this.#state.draft));
  }

  stop(id: string): void {
    this.#changeTurn(id, (turn) => ({ turn: { ...turn, stopping: true }, resumeFrom: null }));
    this.#line.stop(id);
  }

  startNew(): void {
    this.store.set({ conversation: emptyConversation, refusal: null });
  }

  async open(id: string): Promise<void> {
    this.store.set({ conversation: { id, turns: [], state: "loading" }, refusal: null });
    await this.#load(id);
  }

  get #state(): ChatState {
    return this.store.value;
  }

  async #load(id: string): Promise<void> {
    const shown = () => !this.#ended && this.#state.conversation.id === id;
    try {
      const stored = (await fetchConversation(id)).turns.map(storedTurn);
      if (!shown()) return;
      const waiting = this.#outbox.question;
      const mine = this.#state.conversation.turns;
      const sending = waiting?.conversation_id === id && !mine.some((turn) => turn.id === waiting.id) ? [askedTurn(waiting)] : [];
      this.#setConversation({ turns: mergedTurns([...mine, ...sending], stored), state: "shown" });
      this.#resumeAll();
    } catch (failure) {
      if (this.#endsSession(failure) || !shown()) return;
      // A vanished conversation has nothing to show; an unreachable server is asked again when the line comes back.
      if (failure instanceof Failure && failure.status === 404) this.startNew();
      else if (this.#state.conversation.state === "loading") this.#setConversation({ state: "unreachable" });
    }
  }

  async #refreshList(): Promise<void> {
    try {
      const conversations = await fetchConversations();
      this.store.set({ conversations });
    } catch (failure) {
      this.#endsSession(failure);
    }
  }

  async #refreshBalances(): Promise<void> {
    try {
      this.#setBalances((await fetchMe()).balances);
    } catch (failure) {
      this.#endsSession(failure);
    }
  }

  #lineUp(again: boolean): void {
    this.store.set({ line: "up" });
    this.#resumeAll();
    const waiting = this.#outbox.question;
    if (waiting) this.#send(waiting, true);
    const { id, state } = this.#state.conversation;
    if (again || state === "unreachable") {
      void this.#refreshBalances();
      void this.#refreshList();
      if (id !== null) void this.#load(id);
    }
  }

  async #lineClosed(): Promise<void> {
    await this.#refreshBalances();
    if (!this.#ended) setTimeout(() => this.#ended || this.#line.open(), reopenAfter);
  }

  #resumeAll(): void {
    for (const { id } of this.#state.conversation.turns) this.#changeTurn(id, reconnected);
  }

  #send(question: Question, again: boolean): void {
    this.#line.ask(question, (ack) => this.#acknowledged(question, ack, again));
  }

  #acknowledged(question: Question, ack: Ack, again: boolean): void {
    if (!ack.ok) return this.#refused(question, ack.code, ack.message);
    this.#outbox.clear();
    this.#setBalances(ack.balances);
    const { conversation } = this.#state;
    if (conversation.turns.some((turn) => turn.id === question.id)) {
      this.#setConversation({ id: ack.conversation_id });
      this.#changeTurn(question.id, (turn) => (again ? reconnected(accepted(turn)) : { turn: accepted(turn), resumeFrom: null }));
    }
    void this.#refreshList();
  }

  #refused(question: Question, code: string, message: string): void {
    if (this.#outbox.question?.id !== question.id) return;
    this.#outbox.clear();
    this.#keepDraft(withReturned(question.content, this.#state.draft));
    const { balances, conversation } = this.#state;
    const turns = conversation.turns.filter((turn) => turn.id !== question.id);
    const refusal = refusalWords({ code, message, coin: question.selected_coin, balances });
    this.store.set({ refusal, conversation: { ...conversation, turns } });
    if (code === "not_logged_in") this.#signedOut();
  }

  #streamed(event: StreamEvent): void {
    this.#changeTurn(event.answer_id, (turn) => streamed(turn, event), true);
  }

  #done(event: DoneEvent): void {
    this.#setBalances(event.balances);
    this.#changeTurn(event.answer_id, (turn) => finished(turn, event));
  }

  #error(event: ErrorEvent): void {
    if (event.balances) this.#setBalances(event.balances);
    const waiting = this.#outbox.question;
    // A refusal comes twice, as acknowledgement and as event. The acknowledgement names its question, so it alone is shown.
    if (event.code === "not_logged_in") {
      if (waiting) this.#refused(waiting, event.code, event.message);
      else this.#signedOut();
    } else if (event.answer_id && (event.answer_id !== waiting?.id || event.refunded !== undefined)) {
      this.#changeTurn(event.answer_id, (turn) => ({ turn: failed(turn, event), resumeFrom: null }));
    }
  }

  #changeTurn(id: string, change: (turn: Turn) => { turn: Turn; resumeFrom: number | null }, soon = false): void {
    const { conversation } = this.#state;
    const before = conversation.turns.find((turn) => turn.id === id);
    if (!before) return;
    const { turn, resumeFrom } = change(before);
    if (resumeFrom !== null) this.#line.resume(id, resumeFrom);
    if (turn === before) return;
    const turns = conversation.turns.map((each) => (each === before ? turn : each));
    const update = { conversation: { ...conversation, turns } };
    const ends = turn.phase === "ended" && before.phase !== "ended";
    if (soon && !ends) this.store.setSoon(update);
    else this.store.set(update);
    if (ends && turn.ending) this.#announce(spokenEnding(turn.ending, turn.coin, turn.reading.text));
  }

  #announce(text: string): void {
    this.store.set({ announcement: { text, count: this.#state.announcement.count + 1 } });
  }

  #keepDraft(draft: string): void {
    tabShelf.setItem(this.#draftKey, draft);
    this.store.set({ draft });
  }

  #setBalances(balances: Balances): void {
    this.store.set({ balances });
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
    const waiting = this.#outbox.question;
    if (waiting) {
      this.#outbox.clear();
      this.#keepDraft(withReturned(waiting.content, this.#state.draft));
    }
    this.end();
    this.#onSignedOut();
  }
}
