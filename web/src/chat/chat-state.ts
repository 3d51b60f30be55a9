// What the chat shows.
import type { Balances, TierName } from "../contract.ts";
import type { Edit } from "./drafts.ts";
import type { Refusal } from "./refusals.ts";
import type { Turn } from "./turns.ts";

export interface OpenConversation {
  /** Null for one that the server does not know yet: its first question makes it. */
  readonly id: string | null;
  /** As far as the server has told. */
  readonly title: string | null;
  /** Consecutive, oldest first, up to the newest. */
  readonly turns: readonly Turn[];
  /** What to ask for the turns before these, or null when these begin the conversation. */
  readonly earlier: string | null;
  readonly earlierState: "idle" | "loading" | "failed";
  /** "missing" when the server has none of that id for this account, "deleted" when it had one before. */
  readonly state: "loading" | "shown" | "unreachable" | "missing" | "deleted";
  /** The question that it was opened for, until the next one is asked. */
  readonly sought: string | null;
}

export interface ChatState {
  readonly balances: Balances;
  readonly line: "connecting" | "up" | "down";
  /** The acknowledgement of a question is overdue, so that it was sent again. */
  readonly checking: boolean;
  readonly conversation: OpenConversation;
  readonly coin: TierName;
  readonly draft: string;
  /** What the draft is an edit of. */
  readonly edit: Edit | null;
  /** Why the last question came back. */
  readonly refusal: Refusal | null;
  /** Said once by screen readers; `count` tells two equal sentences apart. */
  readonly announcement: { readonly text: string; readonly count: number };
}

export const emptyConversation: OpenConversation = {
  id: null,
  title: null,
  turns: [],
  earlier: null,
  earlierState: "idle",
  state: "shown",
  sought: null,
};

/** Before anything was asked, or read from the server but for the balances. */
export function firstState(balances: Balances, coin: TierName): ChatState {
  return {
    balances,
    line: "connecting",
    checking: false,
    conversation: { ...emptyConversation, state: "loading" },
    coin,
    draft: "",
    edit: null,
    refusal: null,
    announcement: { text: "", count: 0 },
  };
}
