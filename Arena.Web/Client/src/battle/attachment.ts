import { type CompareApi, ProblemError } from '../compare/api';
import { pagesOf, sizeOf } from '../compare/document';
import { part } from './dom';

/** The document that the next battle is about: uploaded when it is chosen, shown as the models will read it. */
export class Attachment {
  id: string | null = null;

  constructor(
    private readonly composer: HTMLElement,
    private readonly api: CompareApi,
  ) {
    const input = part<HTMLInputElement>(composer, 'attach');
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) {
        void this.upload(file).finally(() => (input.value = '')); // the same file again is a change again
      }
    });
    part(composer, 'detach').addEventListener('click', event => {
      event.preventDefault(); // it is inside the summary, which it must not open
      this.id = null;
      part(composer, 'attached').hidden = true;
    });
  }

  private async upload(file: File): Promise<void> {
    const problem = part(this.composer, 'attach-problem');
    problem.hidden = true;
    try {
      const document = await this.api.upload(file);
      this.id = document.id;
      part(this.composer, 'attached-name').textContent = `${document.name}: ${sizeOf(document)}`;
      part(this.composer, 'attached-text').replaceChildren(...pagesOf(document));
      part(this.composer, 'attached').hidden = false;
    } catch (error) {
      if (!(error instanceof ProblemError)) {
        throw error;
      }
      problem.textContent = [error.problem.title, error.problem.detail].filter(Boolean).join('. ');
      problem.hidden = false;
    }
  }
}
