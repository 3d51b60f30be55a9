// A place on the page whose part is fetched when it is first shown.
import { useEffect, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { words } from "../messages/messages.ts";
import type { OnDemand } from "../on-demand.ts";

interface Props<T> {
  readonly part: OnDemand<T>;
  readonly draw: (part: T) => ComponentChildren;
}

export function Later<T>({ part, draw }: Props<T>) {
  const [state, setState] = useState<"fetching" | "failed" | "there">("fetching");
  const fetch = () => {
    setState("fetching");
    void part.wanted().then((there) => setState(there === null ? "failed" : "there"));
  };
  useEffect(() => {
    fetch();
    return part.subscribe(() => setState("there"));
  }, [part]);
  if (part.part !== null) return <>{draw(part.part)}</>;
  const { page } = words();
  if (state !== "failed") return <p>{page.fetching}</p>;
  return (
    <div role="alert">
      <p>{page.notFetched}</p>
      <button type="button" class="small" onClick={fetch}>
        {page.tryAgain}
      </button>
    </div>
  );
}
