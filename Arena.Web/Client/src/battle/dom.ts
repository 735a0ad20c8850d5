/** An element that the page promises to have. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const element = root.querySelector<T>(`[data-part="${name}"]`);
  if (!element) {
    throw new Error(`The page has no part '${name}'.`);
  }
  return element;
}

/** Writing the same text again would make a screen reader say it again. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
