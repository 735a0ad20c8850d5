/**
 * Puts what a newer copy of the page says into this one: parts are matched by their ids, and only what has changed is replaced, so that
 * what the reader does (a fold that is open, a part that has the focus) stays.
 */
export function update(present: Element, newer: Element): void {
  const next = [...newer.children];
  if (![...present.children].every((part, index) => part.id !== '' && part.id === next[index]?.id) || present.children.length !== next.length) {
    replace(present, newer);
    return;
  }
  [...present.children].forEach((part, index) => change(part, next[index]!));
}

function change(part: Element, next: Element): void {
  keepFolds(part, next);
  if (part.isEqualNode(next)) {
    return;
  }
  const nested = [...next.children].length > 0 && [...next.children].every(child => child.id !== '');
  if (nested) {
    update(part, next);
  } else if (!part.contains(part.ownerDocument.activeElement)) {
    part.replaceWith(part.ownerDocument.importNode(next, true));
  }
}

function replace(present: Element, newer: Element): void {
  if (!present.contains(present.ownerDocument.activeElement)) {
    keepFolds(present, newer);
    present.replaceChildren(...[...newer.childNodes].map(node => present.ownerDocument.importNode(node, true)));
  }
}

/** Folds are in the same order in both, as long as their part is the same. */
function keepFolds(part: Element, next: Element): void {
  const folds = next.querySelectorAll('details');
  part.querySelectorAll('details').forEach((fold, index) => folds[index]?.toggleAttribute('open', fold.open));
}
