type Typesetter = typeof import('./typesetter').typesetMath;

let typesetter: Typesetter | null = null;
let loading: Promise<void> | null = null;
const waiting = new Set<HTMLElement>();

/** Sets an element's TeX; until the typesetter is there, which the first mathematics loads, the TeX is what is shown. */
export function typeset(element: HTMLElement): void {
  if (typesetter) {
    typesetter(element);
    return;
  }
  waiting.add(element);
  loading ??= import('./typesetter').then(({ typesetMath }) => {
    typesetter = typesetMath;
    for (const late of waiting) {
      if (late.isConnected) {
        typesetMath(late);
      }
    }
    waiting.clear();
  }).catch(() => {
    loading = null; // it did not come: the next mathematics asks again
  });
}
