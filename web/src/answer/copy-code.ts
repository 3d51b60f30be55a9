// Copying the text of an element.

/** Whether it was copied; if not, it is selected, so that it can be copied by hand. */
export async function copied(element: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    // Plain http has no clipboard: select the text, and try the way that older browsers have.
    getSelection()?.selectAllChildren(element);
    return document.execCommand("copy");
  }
}
