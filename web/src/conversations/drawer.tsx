// The list of conversations on a narrow screen: a button that opens it over the page.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { memo } from "../memo.tsx";
import type { Chat } from "../chat/chat.ts";
import { words } from "../messages/messages.ts";
import { ConversationList } from "./list.tsx";
import { useSearchKey } from "./search-key.ts";

/** Not drawn again with every piece of an answer. */
export const ConversationDrawer = memo(({ chat, current }: { chat: Chat; current: string | null }) => {
  const drawer = useRef<HTMLDialogElement>(null);
  const closing = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // What is inside is drawn only while it is open.
  const [opened, setOpened] = useState<"list" | "search" | null>(null);
  const close = () => drawer.current?.close();

  function open(at: "list" | "search") {
    if (!drawer.current?.open) drawer.current?.showModal();
    else if (at === "search") field.current?.select();
    setOpened(at);
  }

  useSearchKey(() => open("search"));
  useLayoutEffect(() => {
    if (opened === "search") field.current?.select();
    if (opened === "list") closing.current?.focus();
  }, [opened]);

  return (
    <>
      <button type="button" class="menu" aria-haspopup="dialog" onClick={() => open("list")}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M3 5.5h14M3 10h14M3 14.5h9" />
        </svg>
        <span class="visually-hidden">{words().conversations.title}</span>
      </button>
      <dialog
        ref={drawer}
        class="drawer"
        aria-label={words().conversations.title}
        onClose={() => setOpened(null)}
        onClick={(event) => event.target === drawer.current && close()}
      >
        {opened !== null && (
          <div class="drawer-body">
            <button ref={closing} type="button" class="plain drawer-close" onClick={close}>
              {words().page.close}
            </button>
            <ConversationList chat={chat} current={current} searchField={field} onLeave={close} />
          </div>
        )}
      </dialog>
    </>
  );
});
