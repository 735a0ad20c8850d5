import { copyText, tell } from './markdown/copy';

/** Gives away an address: by the system's own dialog on a phone, else by the clipboard. */
export function shareOnClick(button: HTMLButtonElement, address: () => string): void {
  button.addEventListener('click', () => {
    const url = address();
    if (navigator.share && matchMedia('(pointer: coarse)').matches) {
      void navigator.share({ title: document.title, url }).catch(() => {}); // the reader changed their mind
    } else {
      void copyText(url).then(copied => tell(button, copied));
    }
  });
}
