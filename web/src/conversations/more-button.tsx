// A button for what follows, which presses itself when it comes near the view.
import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly busyLabel: string;
  readonly busy: boolean;
  /** It may press itself. What this says changes whenever another page has come; null when it may not. */
  readonly page: string | null;
  /** `byHand`: somebody pressed it. */
  readonly onMore: (byHand: boolean) => void;
}

/** How near, in CSS pixels. */
const near = "400px";

export function MoreButton({ label, busyLabel, busy, page, onMore }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const press = useRef(onMore);
  press.current = onMore;
  useEffect(() => {
    if (!button.current || page === null || busy) return;
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && press.current(false), {
      root: scroller(button.current),
      rootMargin: near,
    });
    watch.observe(button.current);
    return () => watch.disconnect();
  }, [page, busy]);

  return (
    <button ref={button} type="button" class="small more" aria-disabled={busy} onClick={() => busy || onMore(true)}>
      {busy ? busyLabel : label}
    </button>
  );
}

/** What the button is scrolled in; null is the page. A margin counts only there. */
function scroller(element: HTMLElement): HTMLElement | null {
  return element.closest<HTMLElement>(".conversations-scroll");
}
