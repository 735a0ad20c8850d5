/** Long enough to be read. */
const told = 1500;

/** Clicks on buttons with `data-copy="code"` below `root` copy the code that they belong to. */
export function copyOnClick(root: HTMLElement): void {
  root.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-copy="code"]');
    const code = button?.closest('.code')?.querySelector('pre');
    if (button && code) {
      void copyText(code.textContent ?? '').then(copied => tell(button, copied));
    }
  });
}

/** False when the browser refuses. Pages that are not served over HTTPS have no clipboard of their own, only the one of the selection. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}

/** Says on the button itself what came of it, for a moment. */
export function tell(button: HTMLButtonElement, copied: boolean): void {
  const label = (button.dataset.label ??= button.textContent ?? '');
  button.textContent = copied ? 'Copied' : 'Not copied';
  setTimeout(() => (button.textContent = label), told);
}
