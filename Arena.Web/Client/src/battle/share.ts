import { copyText, tell } from './markdown/copy';

/** Gives away the address of the page: by the system's own dialog on a phone, else by the clipboard. */
export function shareOnClick(button: HTMLButtonElement): void {
  button.addEventListener('click', () => {
    const url = location.href;
    if (navigator.share && matchMedia('(pointer: coarse)').matches) {
      void navigator.share({ title: document.title, url }).catch(() => {}); // the reader changed their mind
    } else {
      void copyText(url).then(copied => tell(button, copied));
    }
  });
}
