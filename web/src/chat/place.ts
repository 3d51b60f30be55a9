// The conversation and question that the page's address names, as links to questions in a tab of their own do.

export function placeInAddress(): { conversation: string | undefined; question: string | null } {
  const named = new URLSearchParams(location.search);
  // It is where to begin, not where the reader is later.
  if (location.search !== "") history.replaceState(null, "", location.pathname);
  return { conversation: named.get("conversation") ?? undefined, question: named.get("question") };
}
