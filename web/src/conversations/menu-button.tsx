// A button with a menu of what can be done, after the menu button pattern of the ARIA Authoring Practices.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TargetedKeyboardEvent } from "preact";

export interface MenuItem {
  /** Unique in the menu. */
  readonly id: string;
  readonly label: string;
  /** What it does: an address is downloaded. */
  readonly act: (() => void) | { readonly download: string };
  readonly grave?: boolean;
}

interface Props {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

export function MenuButton({ label, items }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState<"first" | "last" | null>(null);
  const close = useCallback((focus: boolean) => {
    setOpened(null);
    if (focus) button.current?.focus({ preventScroll: true });
  }, []);

  function onKeyDown(event: TargetedKeyboardEvent<HTMLButtonElement>) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    event.stopPropagation();
    setOpened(event.key === "ArrowDown" ? "first" : "last");
  }

  return (
    <span class="menu-place">
      <button
        ref={button}
        type="button"
        class="menu-button"
        aria-haspopup="menu"
        aria-expanded={opened !== null}
        title={label}
        onClick={() => setOpened(opened === null ? "first" : null)}
        onKeyDown={onKeyDown}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <circle cx="4" cy="10" r="1.6" />
          <circle cx="10" cy="10" r="1.6" />
          <circle cx="16" cy="10" r="1.6" />
        </svg>
        <span class="visually-hidden">{label}</span>
      </button>
      {opened !== null && <Menu label={label} items={items} begin={opened} button={button.current} onClose={close} />}
    </span>
  );
}

interface MenuProps extends Props {
  readonly begin: "first" | "last";
  readonly button: HTMLButtonElement | null;
  /** `focus`: the button gets it back. */
  readonly onClose: (focus: boolean) => void;
}

function Menu({ label, items, begin, button, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const entries = () => [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

  useLayoutEffect(() => {
    if (menu.current && button) placeBeside(menu.current, button);
    entries().at(begin === "first" ? 0 : -1)?.focus({ preventScroll: true });
  }, [begin]);

  useEffect(() => {
    const closing = new AbortController();
    const { signal } = closing;
    const inside = (event: Event) => event.target instanceof Node && (menu.current?.contains(event.target) || button?.contains(event.target));
    addEventListener("pointerdown", (event) => inside(event) || onClose(false), { signal, capture: true });
    // An answer that is being written scrolls the page, too.
    const follow = () => menu.current && button && placeBeside(menu.current, button);
    addEventListener("scroll", follow, { signal, capture: true, passive: true });
    addEventListener("resize", follow, { signal });
    return () => closing.abort();
  }, [onClose, button]);

  function onKeyDown(event: TargetedKeyboardEvent<HTMLDivElement>) {
    const all = entries();
    const here = all.indexOf(document.activeElement as HTMLElement);
    const go = (index: number) => all.at(index % all.length)?.focus();
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ";
    if (event.key === "ArrowDown") go(here + 1);
    else if (event.key === "ArrowUp") go(here - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key === "Escape") onClose(true);
    else if (event.key === "Tab") return onClose(true);
    // A link is pressed with Enter only.
    else if (event.key === " ") all[here]?.click();
    else if (letter) [...all.slice(here + 1), ...all].find((entry) => entry.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div ref={menu} class="menu-items" role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {items.map(({ id, label: name, act, grave }) =>
        typeof act === "function" ? (
          <button
            key={id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            class={grave ? "grave" : undefined}
            onClick={() => {
              onClose(true);
              act();
            }}
          >
            {name}
          </button>
        ) : (
          <a key={id} role="menuitem" tabIndex={-1} href={act.download} download onClick={() => setTimeout(() => onClose(true))}>
            {name}
          </a>
        ),
      )}
    </div>
  );
}

/** Below the button, or above it where there is no room; both ends with the button's. In CSS pixels of the window. */
function placeBeside(menu: HTMLElement, button: HTMLElement): void {
  const { top, bottom, right } = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const fits = bottom + height + 8 <= innerHeight;
  menu.style.top = `${Math.max(8, fits ? bottom + 4 : top - height - 4)}px`;
  menu.style.left = `${Math.max(8, right - width)}px`;
}
