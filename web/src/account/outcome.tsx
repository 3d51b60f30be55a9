// Says that something is done. It takes the focus, since what was pressed is mostly gone; so it is heard once.
import { useLayoutEffect, useRef } from "preact/hooks";

export function Outcome({ text }: { text: string }) {
  const place = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => place.current?.focus(), []);
  return (
    <p ref={place} class="outcome" tabIndex={-1}>
      {text}
    </p>
  );
}
