// The page's address names the conversation that is shown, so that a reload, a bookmark and the browser's way back lead to it.

export interface Place {
  /** Null is a new one; undefined when the address names none. */
  readonly conversation: string | null | undefined;
  /** Where to begin in it, which is not where the reader is later: only links have it. */
  readonly question: string | null;
}

const aNewOne = "new";

export function placeOf(search: string): Place {
  const named = new URLSearchParams(search);
  const conversation = named.get("conversation") ?? undefined;
  return { conversation: conversation === aNewOne ? null : conversation, question: named.get("question") };
}

export function addressOf(conversation: string | null, question: string | null = null): string {
  return `/?${new URLSearchParams({ conversation: conversation ?? aNewOne, ...(question === null ? {} : { question }) })}`;
}

export function placeInAddress(): Place {
  return placeOf(location.search);
}

/** Names what is shown: as another step of the way that can be gone back, or instead of the last one. */
export function nameInAddress(conversation: string | null, how: "step" | "instead"): void {
  const address = addressOf(conversation);
  if (location.pathname + location.search === address) return;
  if (how === "step") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** For whoever logs in next. */
export function nameNothing(): void {
  history.replaceState(null, "", location.pathname);
}
