// The dialog that lists the shortcuts.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CoinKeys } from "../coins/picker.tsx";
import type { TierName } from "../contract.ts";
import { searchKeys } from "../conversations/search-key.ts";
import { words } from "../messages/messages.ts";
import { useStore } from "../store.ts";
import { onApple, spokenShortcut } from "./shortcuts.ts";
import { setSingleKeys, singleKeys } from "./single-keys.ts";

type Action = keyof ReturnType<typeof words>["keyboard"]["does"];

/** The keys of each, held down together. */
function keysOf(action: Action): readonly string[] {
  const { enter, shift, escape, alt, control, option } = words().keyboard.keys;
  const held = onApple() ? [control, option] : [alt];
  switch (action) {
    case "ask":
      return [enter];
    case "newLine":
      return [shift, enter];
    case "focus":
      return ["/"];
    case "copper":
      return [...held, "1"];
    case "silver":
      return [...held, "2"];
    case "gold":
      return [...held, "3"];
    case "stop":
      return [escape];
    case "stopAnywhere":
      return [...held, "S"];
    case "newConversation":
      return [...held, "N"];
    case "previous":
      return [...held, "↑"];
    case "next":
      return [...held, "↓"];
    case "search":
      return searchKeys();
    case "help":
      return ["?"];
  }
}

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <>
      {keys.map((key, index) => (
        <>
          {index > 0 && " + "}
          <kbd>{key}</kbd>
        </>
      ))}
    </>
  );
}

/** What chooses a coin, for the picker. */
export function coinKeys(tier: TierName): CoinKeys {
  const keys = keysOf(tier);
  return { shown: keys.join("+"), spoken: spokenShortcut(keys.at(-1) ?? "") };
}

export function KeyboardHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const { on } = useStore(singleKeys);
  const { keyboard, page } = words();
  useLayoutEffect(() => {
    if (!open) return;
    dialog.current?.showModal();
    title.current?.focus();
  }, [open]);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="settings keyboard"
      aria-labelledby="keyboard-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
    >
      {open && (
        <div class="settings-body">
          <div class="settings-top">
            <h2 ref={title} id="keyboard-title" tabIndex={-1}>
              {keyboard.title}
            </h2>
            <button type="button" class="plain" onClick={close}>
              {page.close}
            </button>
          </div>
          <dl>
            {(Object.keys(keyboard.does) as Action[]).map((action) => (
              <div key={action}>
                <dt>{keyboard.does[action]}</dt>
                <dd>
                  <Keys keys={keysOf(action)} />
                </dd>
              </div>
            ))}
          </dl>
          <p class="keyboard-note">{keyboard.fields}</p>
          <label class="keyboard-single">
            <input type="checkbox" checked={on} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
            {keyboard.singleKeys}
          </label>
        </div>
      )}
    </dialog>
  );
}
