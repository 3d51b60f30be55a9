// Brings an element's inside to what it shall be, and leaves alone what is that already: a selection, a focus and the layout of
// the text before the growing end stay.

export function patch(element: Element, wanted: ParentNode): void {
  let old = element.firstChild;
  let next = wanted.firstChild;
  while (old && next) {
    const [after, following] = [old.nextSibling, next.nextSibling];
    if (!old.isEqualNode(next)) change(old, next);
    old = after;
    next = following;
  }
  while (old) {
    const after = old.nextSibling;
    old.remove();
    old = after;
  }
  while (next) {
    const following = next.nextSibling;
    element.append(next);
    next = following;
  }
}

function change(old: ChildNode, next: ChildNode): void {
  if (old instanceof Text && next instanceof Text) {
    if (next.data.startsWith(old.data)) old.appendData(next.data.slice(old.data.length));
    else old.data = next.data;
  } else if (old instanceof HTMLElement && next instanceof HTMLElement && old.cloneNode(false).isEqualNode(next.cloneNode(false))) {
    patch(old, next);
  } else {
    old.replaceWith(next);
  }
}
