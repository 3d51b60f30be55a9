// Ctrl+K, or ⌘K: searching from anywhere on the page.
import { useEffect, useRef } from "preact/hooks";
import { onApple } from "../chat/shortcuts.ts";
import { words } from "../messages/messages.ts";

/** As they are printed on the keyboard. */
export const searchKeys = (): readonly string[] => [onApple() ? "⌘" : words().keyboard.keys.control, "K"];

export function useSearchKey(onPressed: () => void): void {
  const pressed = useRef(onPressed);
  pressed.current = onPressed;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      // What lies behind another dialog cannot be reached.
      if (document.querySelector("dialog[open]:not(.drawer)")) return;
      event.preventDefault();
      pressed.current();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
