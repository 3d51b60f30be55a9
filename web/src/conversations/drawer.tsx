// The list of conversations on a narrow screen: a button that opens it over the page.
import { useRef } from "preact/hooks";
import type { ComponentProps } from "preact";
import { words } from "../messages/messages.ts";
import { ConversationList } from "./list.tsx";

export function ConversationDrawer({ onOpen, onNew, ...list }: ComponentProps<typeof ConversationList>) {
  const drawer = useRef<HTMLDialogElement>(null);
  const close = () => drawer.current?.close();
  return (
    <>
      <button type="button" class="menu" aria-haspopup="dialog" onClick={() => drawer.current?.showModal()}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M3 5.5h14M3 10h14M3 14.5h9" />
        </svg>
        <span class="visually-hidden">{words().conversations.title}</span>
      </button>
      <dialog
        ref={drawer}
        class="drawer"
        aria-label={words().conversations.title}
        onClick={(event) => event.target === drawer.current && close()}
      >
        <div class="drawer-body">
          <button type="button" class="plain drawer-close" onClick={close}>
            {words().page.close}
          </button>
          <ConversationList
            {...list}
            onOpen={(id) => {
              close();
              onOpen(id);
            }}
            onNew={() => {
              close();
              onNew();
            }}
          />
        </div>
      </dialog>
    </>
  );
}
