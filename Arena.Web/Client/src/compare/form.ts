import { part } from '../battle/dom';
import { type CompareApi, ProblemError } from './api';
import type { CompareRequest, DocumentInfo, Problem } from './contract';
import { pagesOf, sizeOf } from './document';
import { costNotice, cutNotice } from './format';

const fewest = 2;
const most = 6;
const pauseBeforeEstimate = 400;

/** The question, the models and the document: everything until the comparison has an address of its own. */
export class CompareForm {
  private readonly prompt: HTMLTextAreaElement;
  private readonly file: HTMLInputElement;
  private document: DocumentInfo | null = null;
  private paid = false;
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly api: CompareApi,
    private readonly open: (path: string) => void,
  ) {
    this.prompt = part<HTMLTextAreaElement>(form, 'prompt');
    this.file = part<HTMLInputElement>(form, 'file');
    form.addEventListener('submit', event => {
      event.preventDefault();
      void this.start();
    });
    form.addEventListener('input', event => event.target !== this.file && this.changed());
    this.file.addEventListener('change', () => this.file.files?.[0] && void this.upload(this.file.files[0]));
    part(form, 'remove').addEventListener('click', () => this.show(null));
    this.takeDrops(part(form, 'drop'));
    this.prompt.addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        form.requestSubmit();
      }
    });

    const { document } = form.dataset;
    if (document) {
      void this.guard(async () => this.show(await this.api.document(document)));
    }
    this.changed();
  }

  private get models(): string[] {
    return [...this.form.querySelectorAll<HTMLInputElement>('input[name="models"]:checked')].map(box => box.value);
  }

  private request(): CompareRequest {
    return {
      prompt: this.prompt.value,
      models: this.models,
      document: this.document?.id ?? null,
      blind: part<HTMLInputElement>(this.form, 'blind').checked,
      confirm_cost: this.paid && part<HTMLInputElement>(this.form, 'confirm').checked,
    };
  }

  private async start(): Promise<void> {
    const request = this.request();
    if (!request.prompt.trim()) {
      this.prompt.focus();
      return;
    }
    if (request.models.length < fewest || request.models.length > most) {
      this.complain({ type: 'about:blank', title: `Choose ${fewest} to ${most} models`, detail: `${request.models.length} are chosen.` });
      return;
    }
    const button = part<HTMLButtonElement>(this.form, 'start');
    button.disabled = true;
    const key = crypto.getRandomValues(new Uint32Array(4)).join('-');
    await this.guard(async () => this.open((await this.api.start(request, key)).url));
    button.disabled = false;
  }

  private async upload(file: File): Promise<void> {
    const notice = part(this.form, 'uploading');
    notice.hidden = false;
    notice.textContent = `Reading ${file.name}…`;
    await this.guard(async () => this.show(await this.api.upload(file)));
    notice.hidden = true;
    this.file.value = ''; // the same file again is a change again
  }

  /** What the models will read, before they do. */
  private show(document: DocumentInfo | null): void {
    this.document = document;
    part(this.form, 'document').hidden = document === null;
    part(this.form, 'drop').hidden = document !== null;
    if (document) {
      part(this.form, 'document-name').textContent = document.name;
      part(this.form, 'document-size').textContent = sizeOf(document);
      part(this.form, 'document-text').replaceChildren(...pagesOf(document));
      part(this.form, 'remove').focus();
    }
    this.changed();
  }

  /** Asks what would be sent and what it may cost, once nothing has changed for a moment. */
  private changed(): void {
    const chosen = this.models.length;
    part(this.form, 'chosen').textContent = `${chosen} of ${fewest} to ${most} chosen`;
    for (const box of this.form.querySelectorAll<HTMLInputElement>('input[name="models"]:not(:checked)')) {
      box.disabled = chosen >= most || box.dataset.unavailable !== undefined;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.estimate(), pauseBeforeEstimate) as unknown as number;
  }

  private async estimate(): Promise<void> {
    const request = this.request();
    const asked = ++this.asked;
    const worthAsking = request.prompt.trim() && request.models.length >= fewest && request.models.length <= most;
    let cost = '';
    let cut = '';
    if (worthAsking) {
      await this.guard(async () => {
        const { estimate, document } = await this.api.estimate(request);
        cost = costNotice(estimate);
        cut = cutNotice(document);
      });
    }
    if (asked !== this.asked) {
      return; // something has changed meanwhile
    }
    this.paid = cost !== '';
    part(this.form, 'cost').hidden = !this.paid;
    part(this.form, 'cost-text').textContent = cost;
    part(this.form, 'cut').hidden = cut === '';
    part(this.form, 'cut').textContent = cut;
  }

  private takeDrops(zone: HTMLElement): void {
    zone.addEventListener('dragover', event => {
      event.preventDefault();
      zone.toggleAttribute('data-over', true);
    });
    zone.addEventListener('dragleave', () => zone.toggleAttribute('data-over', false));
    zone.addEventListener('drop', event => {
      event.preventDefault();
      zone.toggleAttribute('data-over', false);
      const file = event.dataTransfer?.files[0];
      if (file) {
        void this.upload(file);
      }
    });
  }

  private async guard(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      this.complain(null);
    } catch (error) {
      if (!(error instanceof ProblemError)) {
        throw error;
      }
      this.complain(error.problem);
    }
  }

  private complain(problem: Problem | null): void {
    const notice = part(this.form, 'problem');
    notice.hidden = problem === null;
    notice.textContent = problem ? [problem.title, problem.detail].filter(Boolean).map(text => text!.replace(/\.?$/, '.')).join(' ') : '';
  }
}
