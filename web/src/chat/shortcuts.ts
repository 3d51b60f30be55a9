// Which key does what on the page. Letters and digits with a modifier are taken by their place on the keyboard, since what
// they would type depends on the layout.
import type { TierName } from "../contract.ts";

export type Shortcut = TierName | "focus" | "stop" | "newConversation" | "previous" | "next" | "help";

export type Key = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "isComposing">;

const byPlace: Readonly<Record<string, Shortcut>> = {
  Digit1: "copper",
  Digit2: "silver",
  Digit3: "gold",
  KeyS: "stop",
  KeyN: "newConversation",
  ArrowUp: "previous",
  ArrowDown: "next",
};

const single: Readonly<Record<string, Shortcut>> = { "/": "focus", "?": "help", Escape: "stop" };

/**
 * Null for a key that is not the page's. `writing`: a text field has the focus; `singleKeys`: keys without a modifier count.
 * Option types characters on an Apple keyboard, "#" among them, and so does Ctrl+Alt on others: each has what the other types with.
 */
export function shortcutOf(event: Key, { apple, writing, singleKeys }: { apple: boolean; writing: boolean; singleKeys: boolean }): Shortcut | null {
  if (event.isComposing || event.metaKey) return null;
  if (event.altKey) return event.ctrlKey === apple && Object.hasOwn(byPlace, event.code) ? (byPlace[event.code] ?? null) : null;
  if (event.ctrlKey || writing || !Object.hasOwn(single, event.key)) return null;
  return singleKeys || event.key === "Escape" ? (single[event.key] ?? null) : null;
}

export const onApple = (): boolean => /^(Mac|iP)/.test(navigator.platform);

/** As `aria-keyshortcuts` wants it. */
export const spokenShortcut = (key: string): string => (onApple() ? `Control+Alt+${key}` : `Alt+${key}`);

const textInputs = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])";

export const isWriting = (target: EventTarget | null): boolean => target instanceof Element && target.closest(textInputs) !== null;
