import { part } from '../battle/dom';
import { sentence } from '../battle/status';
import { type CompareApi, ProblemError } from './api';
import type { CompareRequest, DocumentInfo, Problem } from './contract';
import { pagesOf, sizeOf } from './document';
import { costNotice, cutNotice } from './format';
import { Upload } from './upload';

const fewest = 2;
const most = 6;
const pauseBeforeEstimate = 400;

/** The question, the models and the document: everything until the comparison has an address of its own. */
export class CompareForm {
  private readonly prompt: HTMLTextAreaElement;
  private readonly upload: Upload;
  private document: DocumentInfo | null = null;
  private paid = false;
  private timer = 0;
  private asked = 0;
  private complaintBy: 'person' | 'estimate' = 'person';
  /** Of the comparison that was asked for last: the same one again, after an answer that was lost, costs nothing again. */
  private sent = { request: '', key: '' };

  constructor(
    private readonly form: HTMLFormElement,
    private readonly api: CompareApi,
    private readonly open: (path: string) => void,
  ) {
    this.prompt = part<HTMLTextAreaElement>(form, 'prompt');
    form.addEventListener('submit', event => {
      event.preventDefault();
      void this.start();
    });
    const file = part<HTMLInputElement>(form, 'file');
    form.addEventListener('input', event => event.target !== file && this.changed());
    this.upload = new Upload(form, file, api.upload, {
      reading: name => this.say('uploading', `Reading ${name}…`),
      read: document => {
        this.complain(null);
        this.show(document);
      },
      refused: problem => {
        this.say('uploading', '');
        this.complain(problem);
      },
    });
    part(form, 'remove').addEventListener('click', () => {
      this.upload.forget();
      this.show(null);
    });
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
    const button = part<HTMLButtonElement>(this.form, 'start');
    if (button.disabled) {
      return; // Ctrl+Enter submits also then
    }
    button.disabled = true;
    try {
      if (await this.upload.settled()) {
        await this.send(this.request());
      }
    } finally {
      button.disabled = false;
    }
  }

  private async send(request: CompareRequest): Promise<void> {
    if (!request.prompt.trim()) {
      this.prompt.focus();
      return;
    }
    if (request.models.length < fewest || request.models.length > most) {
      this.complain({ type: 'about:blank', title: `Choose ${fewest} to ${most} models`, detail: `${request.models.length} are chosen.` });
      return;
    }
    const text = JSON.stringify(request);
    if (this.sent.request !== text) {
      this.sent = { request: text, key: crypto.getRandomValues(new Uint32Array(4)).join('-') };
    }
    await this.guard(async () => {
      const { url } = await this.api.start(request, this.sent.key);
      this.sent = { request: '', key: '' }; // who comes back to this page asks anew
      this.open(url);
    });
  }

  /** What the models will read, before they do. */
  private show(document: DocumentInfo | null): void {
    this.document = document;
    this.say('uploading', '');
    const drop = part(this.form, 'drop');
    const losesFocus = drop.contains(window.document.activeElement);
    part(this.form, 'document').hidden = document === null;
    drop.hidden = document !== null;
    if (document) {
      part(this.form, 'document-name').textContent = document.name;
      part(this.form, 'document-size').textContent = sizeOf(document);
      part(this.form, 'document-text').replaceChildren(...pagesOf(document));
      if (losesFocus) {
        part(this.form, 'remove').focus();
      }
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
      }, 'estimate');
    }
    if (asked !== this.asked) {
      return; // something has changed meanwhile
    }
    this.paid = cost !== '';
    if (part(this.form, 'cost-text').textContent !== cost) {
      part<HTMLInputElement>(this.form, 'confirm').checked = false; // it was said of another sum
    }
    part(this.form, 'cost').hidden = !this.paid;
    part(this.form, 'cost-text').textContent = cost;
    this.say('cut', cut);
  }

  /** What a person did clears any complaint; an estimate, which comes by itself, only that of an earlier one. */
  private async guard(action: () => Promise<void>, by: 'person' | 'estimate' = 'person'): Promise<void> {
    try {
      await action();
      if (by === 'person' || this.complaintBy === by) {
        this.complain(null);
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) {
        throw error;
      }
      this.complain(error.problem, by);
    }
  }

  private complain(problem: Problem | null, by: 'person' | 'estimate' = 'person'): void {
    this.complaintBy = by;
    this.say('problem', problem ? sentence(problem) : '');
  }

  private say(name: string, text: string): void {
    part(this.form, name).hidden = text === '';
    part(this.form, name).textContent = text;
  }
}
