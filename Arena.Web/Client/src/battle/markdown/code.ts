/** A frame with the language and a button around a block of code. */
export function frameCode(block: HTMLElement): void {
  const frame = document.createElement('div');
  frame.className = 'code';
  const head = document.createElement('div');
  head.className = 'code-head';
  const language = document.createElement('span');
  language.textContent = block.dataset.lang ?? '';
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.copy = 'code';
  button.textContent = 'Copy';
  head.append(language, button);
  block.replaceWith(frame);
  frame.append(head, block);
}

/** Colours, where the language is known. The highlighter is loaded when the first such block is whole. */
export function finishCode(root: HTMLElement): void {
  const blocks = [...root.querySelectorAll<HTMLElement>('pre[data-lang] > code')];
  if (blocks.length > 0) {
    void import('./highlight').then(({ highlight }) => {
      for (const block of blocks) {
        highlight(block, block.parentElement!.dataset.lang!);
      }
    }).catch(() => {}); // it did not come: the code stays plain
  }
}
