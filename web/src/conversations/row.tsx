// A conversation in the list: a link to it, and a menu of what can be done to it.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { addressOf } from "../chat/place.ts";
import { ConversationMenu } from "./conversation-menu.tsx";
import type { Conversations } from "./conversations.ts";
import { RenameField } from "./rename-field.tsx";

interface Props {
  readonly id: string;
  readonly title: string;
  /** Where it is opened; null is its end. */
  readonly question?: string | null;
  readonly current: boolean;
  readonly conversations: Conversations;
  readonly onOpen: () => void;
  /** What stands beside or below the title. */
  readonly children: ComponentChildren;
}

export function Row({ id, title, question = null, current, conversations, onOpen, children }: Props) {
  const link = useRef<HTMLAnchorElement>(null);
  const [renaming, setRenaming] = useState(false);
  const focusAfter = useRef(false);
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  useLayoutEffect(() => {
    if (!renaming && focusAfter.current) link.current?.focus();
    focusAfter.current = false;
  }, [renaming]);

  return (
    <li class="conversation" data-conversation={id}>
      {renaming ? (
        <RenameField
          id={id}
          title={title}
          conversations={conversations}
          onDone={(byKey) => {
            focusAfter.current = byKey;
            setRenaming(false);
          }}
        />
      ) : (
        <>
          <a
            ref={link}
            class="conversation-link"
            href={addressOf(id, question)}
            aria-current={current ? "page" : undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              onOpen();
            }}
          >
            <span class="conversation-title" title={title}>{title}</span>
            {children}
          </a>
          <ConversationMenu id={id} title={title} conversations={conversations} onRename={() => setRenaming(true)} />
        </>
      )}
    </li>
  );
}
