// What stands in the place of a conversation that the server does not have for this account.
import type { Chat } from "../chat/chat.ts";
import type { OpenConversation } from "../chat/chat-state.ts";
import { words } from "../messages/messages.ts";

export function NotHere({ chat, conversation }: { chat: Chat; conversation: OpenConversation }) {
  const told = words().history;
  const { id, title, state } = conversation;
  const deleted = state === "deleted";
  return (
    <section class="not-here" role="alert">
      <h2>{deleted ? told.deletedTitle : told.missingTitle}</h2>
      <p>{deleted ? told.deletedElsewhere : told.missing}</p>
      <p class="not-here-ways">
        {deleted && id !== null && (
          <button
            type="button"
            class="small"
            onClick={() => void chat.conversations.restore({ id, title: title ?? "", wasOpen: true })}
          >
            {told.undo}
          </button>
        )}
        <button type="button" class="small" onClick={() => chat.shown.startNew()}>
          {words().conversations.start}
        </button>
      </p>
    </section>
  );
}
