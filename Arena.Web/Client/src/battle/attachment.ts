import type { CompareApi } from '../compare/api';
import { pagesOf, sizeOf } from '../compare/document';
import { Upload } from '../compare/upload';
import { part } from './dom';
import { sentence } from './status';

/** The document that the next battle is about: uploaded when it is chosen, shown as the models will read it. */
export class Attachment {
  id: string | null = null;
  private readonly upload: Upload;

  constructor(composer: HTMLElement, api: CompareApi) {
    const say = (name: string, text: string) => {
      part(composer, name).textContent = text;
      part(composer, name).hidden = text === '';
    };
    this.upload = new Upload(composer, part<HTMLInputElement>(composer, 'attach'), api.upload, {
      reading: name => {
        say('attaching', `Reading ${name}…`);
        say('attach-problem', '');
      },
      read: document => {
        this.id = document.id;
        part(composer, 'attached-name').textContent = `${document.name}: ${sizeOf(document)}`;
        part(composer, 'attached-text').replaceChildren(...pagesOf(document));
        part(composer, 'attached').hidden = false;
        say('attaching', '');
      },
      refused: problem => {
        say('attaching', '');
        say('attach-problem', sentence(problem));
      },
    });
    part(composer, 'detach').addEventListener('click', event => {
      event.preventDefault(); // it is inside the summary, which it must not open
      this.upload.forget();
      this.id = null;
      part(composer, 'attached').hidden = true;
      say('attaching', '');
    });
  }

  /** Waits for a document that is being read; false when it was refused. */
  settled(): Promise<boolean> {
    return this.upload.settled();
  }
}
