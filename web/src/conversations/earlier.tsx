// The way to the questions before those that are shown, and how the view stays where it is when they come.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";
import type { Chat } from "../chat/chat.ts";
import type { OpenConversation } from "../chat/chat-state.ts";
import { words } from "../messages/messages.ts";
import { MoreButton } from "./more-button.tsx";

export function Earlier({ chat, conversation }: { chat: Chat; conversation: OpenConversation }) {
  const { earlier, earlierState, turns } = conversation;
  const told = words().history;
  if (earlier === null) return null;

  function load(byHand: boolean) {
    // The button moves far up when they come: who pressed it stays with what was read.
    const first = turns[0]?.id;
    void chat.shown.loadEarlier().then(() => {
      const came = chat.store.value.conversation.turns[0]?.id !== first;
      if (byHand && came) document.getElementById(`turn-${first}`)?.focus({ preventScroll: true });
    });
  }

  return (
    <div class="earlier">
      {earlierState === "failed" && (
        <p class="thread-note" role="alert">
          {told.earlierFailed}
        </p>
      )}
      <MoreButton
        label={earlierState === "failed" ? words().page.tryAgain : told.earlier}
        busyLabel={told.readingEarlier}
        busy={earlierState === "loading"}
        page={earlierState === "failed" ? null : earlier}
        onMore={load}
      />
    </div>
  );
}

/** Scrolls by as much as what comes above the first turn takes, so that what is read stays where it is. */
export function useKeptPlace(thread: RefObject<HTMLElement | null>, turns: OpenConversation["turns"]): void {
  const first = turns[0]?.id;
  const last = useRef(first);
  const article = (id: string | undefined) => thread.current?.querySelector<HTMLElement>(`[data-answer="${CSS.escape(id ?? "")}"]`);
  // Read before the page is changed, which is while it is drawn.
  const grown = last.current !== first && turns.some((turn) => turn.id === last.current);
  const kept = grown ? article(last.current) : null;
  const before = kept?.getBoundingClientRect().top ?? 0;
  useLayoutEffect(() => {
    last.current = first;
    if (!kept) return;
    measureBefore(kept);
    const moved = kept.getBoundingClientRect().top - before;
    if (moved !== 0) document.documentElement.scrollTop += moved;
  }, [first]);
}

/** Has what came before `kept` laid out, though it cannot be seen: the style sheet only guesses the size of what never was. */
function measureBefore(kept: HTMLElement): void {
  const came: Element[] = [];
  for (let turn = kept.previousElementSibling; turn; turn = turn.previousElementSibling) came.push(turn);
  for (const turn of came) turn.setAttribute("data-measured", "");
  // The browser remembers a size at the end of a frame, which the second callback comes after.
  requestAnimationFrame(() => requestAnimationFrame(() => came.forEach((turn) => turn.removeAttribute("data-measured"))));
}
