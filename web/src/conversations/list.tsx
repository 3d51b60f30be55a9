// The list of conversations, newest first.
import type { ConversationSummary } from "../contract.ts";
import { words } from "../messages/messages.ts";
import { shortDate } from "./short-date.ts";

interface Props {
  readonly conversations: readonly ConversationSummary[];
  readonly current: string | null;
  readonly onOpen: (id: string) => void;
  readonly onNew: () => void;
}

export function ConversationList({ conversations, current, onOpen, onNew }: Props) {
  const told = words().conversations;
  const now = new Date();
  return (
    <nav class="conversations" aria-label={told.title}>
      <button type="button" class="new-conversation" onClick={onNew}>
        <span aria-hidden="true">+</span> {told.start}
      </button>
      {conversations.length === 0 ? (
        <p class="conversations-none">{told.none}</p>
      ) : (
        <ol>
          {conversations.map(({ id, title, updated_at }) => (
            <li key={id}>
              <button type="button" aria-current={id === current ? "true" : undefined} onClick={() => onOpen(id)}>
                <span class="conversation-title">{title}</span>
                <span class="conversation-date">{shortDate(updated_at, now)}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </nav>
  );
}
