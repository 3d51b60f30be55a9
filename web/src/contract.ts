// The names that the page and the server agree on: HTTP answers and Socket.IO events.

export const tierNames = ["copper", "silver", "gold"] as const;
export type TierName = (typeof tierNames)[number];

export type Balances = Readonly<Record<TierName, number>>;

export interface Me {
  readonly username: string;
  readonly role: string;
  readonly balances: Balances;
}

export interface Tier {
  readonly name: TierName;
  readonly mode: string;
  /** One line: what this coin buys. */
  readonly summary: string;
}

export interface Config {
  /** Of who asked. */
  readonly logged_in: boolean;
  readonly provider: string;
  readonly demo: boolean;
  readonly tiers: readonly Tier[];
  /** `message_length` counts UTF-16 units, as a JavaScript string does. */
  readonly limits: { readonly message_length: number };
  /** The operator's line on when there are new coins; empty or missing when there is none. */
  readonly more_coins?: string;
}

export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  /** Of its newest question, in seconds since 1970. */
  readonly updated_at: number;
}

export interface ConversationPage<Row extends ConversationSummary = ConversationSummary> {
  /** The one used last first. */
  readonly conversations: readonly Row[];
  /** What to ask for the page that follows, or null when this was the last. */
  readonly next: string | null;
}

/** A conversation in which every word of a search stands. */
export interface FoundConversation extends ConversationSummary {
  /** The first place in its questions and answers; null when the words stand in the title alone. */
  readonly excerpt: { readonly before: string; readonly match: string; readonly after: string } | null;
  readonly question_id: string | null;
}

export interface HistoryTurn {
  readonly answer_id: string;
  readonly content: string;
  readonly selected_coin: TierName;
  readonly answer: {
    readonly text: string;
    readonly state: "running" | "done" | "failed";
    /** How it ended: a DoneReason when done, an ErrorCode when failed. */
    readonly reason: string | null;
    readonly charged: boolean;
  };
}

/** A conversation with some of its turns. */
export interface Conversation {
  readonly id: string;
  readonly title: string;
  /** Oldest first. */
  readonly turns: readonly HistoryTurn[];
  /** What to ask for the turns before these, or null when there are none. */
  readonly earlier: string | null;
}

export type ReceiptKind = "grant" | "reserve" | "settle" | "refund" | "adjust";

/** One entry of the ledger, as its owner may see it. */
export interface Receipt {
  readonly id: number;
  readonly tier: TierName;
  readonly kind: ReceiptKind;
  /** Its effect on the balance of that tier. */
  readonly amount: number;
  readonly balance_after: number;
  /** Seconds since 1970. */
  readonly at: number;
  readonly question_id: string | null;
  /** The question's start. */
  readonly question: string | null;
  readonly conversation_id: string | null;
  readonly rule: string;
  /** The rule in a sentence. */
  readonly explanation: string;
  /** "you", "system" or "an administrator". */
  readonly who: string;
}

export interface ReceiptPage {
  /** Newest first. */
  readonly receipts: readonly Receipt[];
  /** What to ask for the page that follows, or null when this was the last. */
  readonly next: number | null;
}

export type DoneReason = "stop" | "length" | "stopped";

export const errorCodes = [
  "not_logged_in",
  "invalid_message",
  "low_coins",
  "busy",
  "rate_limited",
  "upstream_error",
  "upstream_timeout",
  "interrupted",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What `message` carries. The same id asked again is the same question, charged once. */
export interface Question {
  readonly id: string;
  readonly content: string;
  readonly selected_coin: TierName;
  readonly conversation_id?: string;
}

export type Ack =
  | { readonly ok: true; readonly answer_id: string; readonly conversation_id: string; readonly balances: Balances }
  | Refused;

export interface Refused {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  /** When it may be asked again, in seconds, where the server knows. */
  readonly retry_after?: number;
}

/** What `resume` and `stop` are acknowledged with. */
export type ShortAck = { readonly ok: true } | Refused;

export interface StreamEvent {
  readonly answer_id: string;
  /** Where `content` begins in the whole text, in UTF-16 units. */
  readonly offset: number;
  readonly content: string;
}

export interface DoneEvent {
  readonly answer_id: string;
  readonly reason: DoneReason;
  /** The length of the whole text, in UTF-16 units. */
  readonly length: number;
  readonly charged: boolean;
  readonly balances: Balances;
}

export interface ErrorEvent {
  readonly code: string;
  readonly message: string;
  readonly answer_id?: string;
  readonly refunded?: boolean;
  readonly retry_after?: number;
  /** Of an answer that it ends: the length of the text so far, in UTF-16 units. */
  readonly length?: number;
  readonly balances?: Balances;
}

export interface BalanceEvent {
  readonly balances: Balances;
}

export interface ServerEvents {
  stream: (event: StreamEvent) => void;
  done: (event: DoneEvent) => void;
  error: (event: ErrorEvent) => void;
  balance: (event: BalanceEvent) => void;
  /** A conversation was renamed, deleted or restored somewhere. */
  conversations: () => void;
}

export interface ClientEvents {
  message: (question: Question & { readonly type: "message" }, ack: (answer: Ack) => void) => void;
  stop: (which: { readonly answer_id: string }) => void;
  resume: (from: { readonly answer_id: string; readonly offset: number }, ack: (answer: ShortAck) => void) => void;
}
