// Does what the shortcuts say, while nothing else is open over the page.
import { useEffect } from "preact/hooks";
import { words } from "../messages/messages.ts";
import type { Chat } from "./chat.ts";
import { isWriting, onApple, type Shortcut, shortcutOf } from "./shortcuts.ts";
import { singleKeys } from "./single-keys.ts";

export function useShortcuts(chat: Chat, showHelp: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || document.querySelector("dialog[open], [role=menu]")) return;
      const shortcut = shortcutOf(event, { apple: onApple(), writing: isWriting(event.target), singleKeys: singleKeys.value.on });
      if (shortcut === null) return;
      event.preventDefault();
      run(shortcut, chat, showHelp);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [chat, showHelp]);
}

function run(shortcut: Shortcut, chat: Chat, showHelp: () => void): void {
  switch (shortcut) {
    case "focus":
      return document.getElementById("question")?.focus({ preventScroll: true });
    case "help":
      return showHelp();
    case "stop":
      return stopNewest(chat);
    case "newConversation":
      return chat.shown.startNew();
    case "previous":
      return openBeside(chat, -1);
    case "next":
      return openBeside(chat, 1);
    default: {
      chat.asking.choose(shortcut);
      return chat.announce(words().coins.chosen(chat.store.value.balances[shortcut], shortcut));
    }
  }
}

function stopNewest(chat: Chat): void {
  const running = chat.store.value.conversation.turns.findLast((turn) => turn.phase === "running" && !turn.stopping);
  if (!running) return;
  chat.stop(running.id);
  chat.announce(words().turn.stoppingSaid);
}

function openBeside(chat: Chat, step: 1 | -1): void {
  const { conversation } = chat.store.value;
  const { conversations } = chat.conversations.store.value;
  const here = conversations.findIndex(({ id }) => id === conversation.id);
  // A new one stands above the list.
  const beside = conversations[here + step];
  if (beside) void chat.shown.open(beside.id);
}
