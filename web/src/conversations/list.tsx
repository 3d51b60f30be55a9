// The list of conversations: beginning a new one, searching, and those there are.
import type { Ref } from "preact";
import { useRef } from "preact/hooks";
import type { Chat } from "../chat/chat.ts";
import { words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import { onListKey } from "./arrow-keys.ts";
import { Found } from "./found.tsx";
import { Kept } from "./kept.tsx";
import { NotesView } from "./notes-view.tsx";
import { SearchField } from "./search-field.tsx";

interface Props {
  readonly chat: Chat;
  /** The conversation that is shown. */
  readonly current: string | null;
  readonly searchField: Ref<HTMLInputElement>;
  /** Something was chosen. */
  readonly onLeave?: () => void;
}

export function ConversationList({ chat, current, searchField, onLeave }: Props) {
  const told = words().conversations;
  const { conversations } = chat;
  const { text } = useStore(conversations.search.store);
  const frame = useRef<HTMLElement>(null);
  const open = (id: string, question: string | null = null) => {
    onLeave?.();
    void chat.shown.open(id, question);
  };
  return (
    <nav ref={frame} class="conversations" aria-label={told.title} onKeyDown={(event) => onListKey(event, frame.current)}>
      <button
        type="button"
        class="new-conversation"
        onClick={() => {
          onLeave?.();
          chat.shown.startNew();
        }}
      >
        <span aria-hidden="true">+</span> {told.start}
      </button>
      <SearchField search={conversations.search} field={searchField} />
      <div class="conversations-scroll">
        {text.trim() === "" ? (
          <Kept conversations={conversations} current={current} onOpen={open} />
        ) : (
          <Found conversations={conversations} current={current} onOpen={open} />
        )}
      </div>
      <NotesView conversations={conversations} />
    </nav>
  );
}
