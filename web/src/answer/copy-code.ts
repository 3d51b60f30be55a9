// The copy buttons of code blocks. They are part of the formatted text, so one listener serves them all.
import { words } from "../messages/messages.ts";

const shownFor = 2000; // milliseconds

export async function copyCode(event: Event): Promise<void> {
  const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button.copy") : null;
  const code = button?.closest("figure")?.querySelector("code");
  if (!button || !code) return;
  button.textContent = (await copied(code)) ? words().answer.copied : words().answer.copyByHand;
  setTimeout(() => (button.textContent = words().answer.copy), shownFor);
}

async function copied(code: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent ?? "");
    return true;
  } catch {
    // Plain http has no clipboard: select the code, and try the way that older browsers have.
    getSelection()?.selectAllChildren(code);
    return document.execCommand("copy");
  }
}
