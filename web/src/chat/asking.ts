// The composer and what is asked with it: drafts, the coin, the question on its way, and one that came back.
// It belongs to a Chat, writes into the Chat's store, and lives as long.
import type { Ack, Question, Refused, TierName } from "../contract.ts";
import { rememberCoin } from "../coins/choice.ts";
import { newId } from "../ids.ts";
import { longShelf, tabShelf } from "../storage.ts";
import type { Store } from "../store.ts";
import type { ChatState } from "./chat-state.ts";
import { type Draft, Drafts, type Place, withReturned } from "./drafts.ts";
import type { Line } from "./line.ts";
import { type Origin, Outbox } from "./outbox.ts";
import { type Refusal, retryTime } from "./refusals.ts";
import { askedTurn, startOf, type Turn } from "./turns.ts";

// In milliseconds. Between them the waiting doubles each time.
const ackIsLate = 4000;
const askAgainAtMostEvery = 30_000;

/** `again`: the question had been sent before. */
type OnAck = (question: Question, ack: Ack, again: boolean) => void;

export class Asking {
  readonly drafts: Drafts;
  readonly #store: Store<ChatState>;
  readonly #line: Line;
  readonly #messageLength: number;
  readonly #onAck: OnAck;
  readonly #outbox: Outbox;
  /** Runs until the acknowledgement of the question in the outbox is late. */
  #ackTimer: ReturnType<typeof setTimeout> | undefined;
  #ackPatience = ackIsLate;
  /** Somebody has asked before the conversation was there. */
  #askWhenShown = false;
  /** What was chosen before an edit chose the coin of its question. */
  #coinBeforeEdit: TierName | null = null;

  constructor(store: Store<ChatState>, line: Line, username: string, messageLength: number, onAck: OnAck) {
    this.#store = store;
    this.#line = line;
    this.#messageLength = messageLength;
    this.#onAck = onAck;
    this.#outbox = new Outbox(tabShelf, username);
    this.drafts = new Drafts(tabShelf, username);
  }

  end(): void {
    clearTimeout(this.#ackTimer);
  }

  /** Forgets what was half written, for the next person at this machine. */
  forget(): void {
    this.drafts.clear();
    this.#outbox.clear();
  }

  /** The question that the server has not acknowledged yet. */
  get waiting(): Question | null {
    return this.#outbox.question;
  }

  /** The reader's own typing: what was said about the last question has been read by then, but for how long there is to wait. */
  write(text: string): void {
    const { conversation, edit, refusal } = this.#state;
    this.#askWhenShown = false;
    this.#keep(conversation.id, { text, edit });
    if (refusal && (refusal.retryAt ?? 0) <= Date.now()) this.#store.set({ refusal: null });
  }

  choose(coin: TierName): void {
    rememberCoin(longShelf, coin);
    this.#store.set({ coin });
  }

  /** Nothing is in the way of another question. */
  get isFree(): boolean {
    return this.#state.conversation.state === "shown" && this.waiting === null;
  }

  get canAsk(): boolean {
    const { draft } = this.#state;
    return draft.trim() !== "" && draft.length <= this.#messageLength && this.isFree;
  }

  /** Asks what is in the composer: soon, while the conversation is still read. What an edit took the place of is there again. */
  ask(): void {
    this.#askWhenShown = this.#state.conversation.state === "loading";
    if (!this.canAsk) return;
    const { draft, edit, coin, conversation } = this.#state;
    this.#keep(conversation.id, { text: edit?.before ?? "", edit: null });
    this.#chooseAsBeforeEdit();
    this.#post(draft, coin, { from: "composer", edit });
  }

  /** The conversation is there. */
  shown(): void {
    if (this.#askWhenShown) this.ask();
  }

  /** The reader goes to another conversation. */
  left(): void {
    this.#askWhenShown = false;
  }

  /** Asks as a new question what was asked before. Returns whether it could. */
  askAgain(content: string, coin: TierName): boolean {
    if (!this.isFree) return false;
    this.#post(content, coin, { from: "turn" });
    return true;
  }

  /** Puts an earlier question into the composer, with its coin. */
  edit({ id, content, coin }: Turn, number: number | null): void {
    const { conversation, draft, edit } = this.#state;
    this.#keep(conversation.id, { text: content, edit: { question: id, number, start: startOf(content), before: edit ? edit.before : draft } });
    this.#coinBeforeEdit ??= this.#state.coin;
    this.#store.set({ coin, refusal: null });
  }

  cancelEdit(): void {
    const { conversation, edit } = this.#state;
    if (!edit) return;
    this.#keep(conversation.id, { text: edit.before, edit: null });
    this.#chooseAsBeforeEdit();
  }

  /** Shows what was being written for the conversation that is shown. */
  showDraft(): void {
    this.#chooseAsBeforeEdit();
    const { text, edit } = this.drafts.of(this.#state.conversation.id);
    this.#store.set({ draft: text, edit });
  }

  /** Sends what waits, also what was sent before: the same id is the same question. Nothing while the line is down. */
  send(): void {
    const question = this.waiting;
    if (!question || !this.#line.isUp) return;
    const again = this.#outbox.sent;
    this.#outbox.markSent();
    this.#line.ask(question, (ack) => this.#onAck(question, ack, again));
    clearTimeout(this.#ackTimer);
    this.#ackTimer = setTimeout(() => this.#check(), this.#ackPatience);
    this.#ackPatience = Math.min(2 * this.#ackPatience, askAgainAtMostEvery);
  }

  /** The server has the question. */
  arrived({ id }: Question): void {
    if (this.waiting?.id === id) this.#emptyOutbox();
  }

  refused(question: Question, { code, message, retry_after }: Pick<Refused, "code" | "message" | "retry_after">): void {
    if (this.waiting?.id !== question.id) return;
    const kept = this.#giveBack(question, this.#outbox.origin);
    this.#emptyOutbox();
    const { balances, conversation } = this.#state;
    const turns = conversation.turns.filter((turn) => turn.id !== question.id);
    const { content, selected_coin: coin } = question;
    const refusal: Refusal = { code, message, content, coin, balances, kept, retryAt: retryTime(retry_after, Date.now()) };
    this.#store.set({ refusal, conversation: { ...conversation, turns } });
  }

  /** Asks what was refused. */
  askRefused({ kept, content, coin }: Refusal): void {
    if (kept === "above") this.askAgain(content, coin);
    else this.ask();
  }

  /** Keeps the question that waits as a draft: there is no session any more that it could be asked in. */
  giveUp(): void {
    if (!this.waiting) return;
    this.#giveBack(this.waiting, this.#outbox.origin);
    this.#emptyOutbox();
  }

  get #state(): ChatState {
    return this.#store.value;
  }

  #post(content: string, coin: TierName, origin: Origin): void {
    const { conversation } = this.#state;
    const place = conversation.id === null ? {} : { conversation_id: conversation.id };
    const question: Question = { id: newId(), content, selected_coin: coin, ...place };
    this.#outbox.put(question, origin);
    this.#ackPatience = ackIsLate;
    const turns = [...conversation.turns, askedTurn(question)];
    this.#store.set({ refusal: null, conversation: { ...conversation, sought: null, turns } });
    this.send();
  }

  /** Nothing was said of a question: it may be lost, or the word that it arrived. */
  #check(): void {
    if (!this.waiting) return;
    this.#store.set({ checking: true });
    this.send();
  }

  #emptyOutbox(): void {
    clearTimeout(this.#ackTimer);
    this.#outbox.clear();
    this.#store.set({ checking: false });
  }

  /** Puts a refused question where it was asked from. */
  #giveBack(question: Question, origin: Origin): Refusal["kept"] {
    if (origin.from === "turn") return "above";
    const place = question.conversation_id ?? null;
    const shown = place === this.#state.conversation.id;
    const { text, edit } = this.drafts.of(place);
    if (origin.edit && !edit) {
      this.#keep(place, { text: question.content, edit: { ...origin.edit, before: text } });
      if (shown) {
        this.#coinBeforeEdit ??= this.#state.coin;
        this.#store.set({ coin: question.selected_coin });
      }
    } else {
      this.#keep(place, { text: withReturned(question.content, text), edit });
    }
    return shown ? "box" : "elsewhere";
  }

  #keep(place: Place, draft: Draft): void {
    this.drafts.put(place, draft);
    if (place === this.#state.conversation.id) this.#store.set({ draft: draft.text, edit: draft.edit });
  }

  #chooseAsBeforeEdit(): void {
    if (this.#coinBeforeEdit) this.#store.set({ coin: this.#coinBeforeEdit });
    this.#coinBeforeEdit = null;
  }
}
