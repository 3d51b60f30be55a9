// The heading of the conversation that is shown: its title, and what can be done to it.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../messages/messages.ts";
import { ConversationMenu } from "./conversation-menu.tsx";
import type { Conversations } from "./conversations.ts";
import { RenameField } from "./rename-field.tsx";

interface Props {
  /** Null for one that has not begun. */
  readonly id: string | null;
  readonly title: string | null;
  readonly conversations: Conversations;
}

export function ConversationHeading({ id, title, conversations }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const focusAfter = useRef(false);
  const { page } = words();
  useEffect(() => {
    document.title = title === null ? page.title : `${title} · ${page.title}`;
  }, [title, page]);
  useLayoutEffect(() => {
    if (renaming === null && focusAfter.current) heading.current?.focus();
    focusAfter.current = false;
  }, [renaming]);

  if (id === null || title === null) return <h1 class="visually-hidden">{page.heading}</h1>;
  return (
    <div class="heading">
      {renaming === id ? (
        <>
          <h1 class="visually-hidden">{title}</h1>
          <RenameField
            id={id}
            title={title}
            conversations={conversations}
            onDone={(byKey) => {
              focusAfter.current = byKey;
              setRenaming(null);
            }}
          />
        </>
      ) : (
        <>
          <h1 ref={heading} tabIndex={-1} title={title}>
            {title}
          </h1>
          <ConversationMenu id={id} title={title} conversations={conversations} onRename={() => setRenaming(id)} />
        </>
      )}
    </div>
  );
}
