// The arrow keys in the list: from the search field to the first conversation, and from one to the next.

export function onListKey(event: KeyboardEvent, list: HTMLElement | null): void {
  const down = event.key === "ArrowDown";
  if ((!down && event.key !== "ArrowUp") || !list) return;
  const links = [...list.querySelectorAll<HTMLElement>(".conversation-link")];
  const field = list.querySelector<HTMLElement>("input[type=search]");
  const row = document.activeElement?.closest(".conversation")?.querySelector<HTMLElement>(".conversation-link");
  const here = row ? links.indexOf(row) : -1;
  if (here < 0 && document.activeElement !== field) return;
  const next = down ? links[here + 1] : here > 0 ? links[here - 1] : field;
  if (!next) return;
  event.preventDefault();
  next.focus();
}
