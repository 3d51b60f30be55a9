// What the chat shows.
import type { Balances, ConversationSummary, TierName } from "../contract.ts";
import type { Edit } from "./drafts.ts";
import type { Refusal } from "./refusals.ts";
import type { Turn } from "./turns.ts";

export interface OpenConversation {
  /** Null for one that the server does not know yet: its first question makes it. */
  readonly id: string | null;
  readonly turns: readonly Turn[];
  readonly state: "loading" | "shown" | "unreachable";
  /** The question that it was opened for, until the next one is asked. */
  readonly sought: string | null;
}

export interface ChatState {
  readonly balances: Balances;
  readonly line: "connecting" | "up" | "down";
  /** The acknowledgement of a question is overdue, so that it was sent again. */
  readonly checking: boolean;
  readonly conversations: readonly ConversationSummary[];
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

export const emptyConversation: OpenConversation = { id: null, turns: [], state: "shown", sought: null };
