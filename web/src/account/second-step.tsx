// A button for what cannot be undone: pressing it asks, and the focus is then on what leaves everything as it is, so that no
// stray press or Enter does it.
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props {
  readonly action: string;
  /** What a screen reader hears instead of the action, where that is not clear by itself. */
  readonly label?: string;
  readonly question: string;
  readonly confirm: string;
  readonly keep: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
}

export function SecondStep({ action, label, question, confirm, keep, busy, onConfirm }: Props) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const keeper = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const asked = useRef(false);
  useLayoutEffect(() => {
    if (asking) keeper.current?.focus();
    else if (asked.current) opener.current?.focus();
    asked.current = asking;
  }, [asking]);

  if (!asking) {
    return (
      <button ref={opener} type="button" class="small" aria-label={label} onClick={() => setAsking(true)}>
        {action}
      </button>
    );
  }
  return (
    <div class="second-step" role="group" aria-labelledby={id}>
      <p id={id}>{question}</p>
      <button ref={keeper} type="button" class="small" aria-describedby={id} onClick={() => setAsking(false)}>
        {keep}
      </button>
      <button type="button" class="small grave" aria-disabled={busy} onClick={() => busy || onConfirm()}>
        {confirm}
      </button>
    </div>
  );
}
