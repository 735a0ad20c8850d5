import { ProblemError } from '../problem';
import type { DocumentInfo, Problem } from './contract';

export interface UploadHandlers {
  reading(name: string): void;
  read(document: DocumentInfo): void;
  refused(problem: Problem): void;
}

/** Takes the one document of a form: chosen with its file field, or dropped anywhere on it. The last one counts. */
export class Upload {
  private latest = 0;
  private reading: Promise<boolean> = Promise.resolve(true);

  constructor(
    form: HTMLElement,
    input: HTMLInputElement,
    private readonly send: (file: File) => Promise<DocumentInfo>,
    private readonly handlers: UploadHandlers,
  ) {
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) {
        void this.take(file).finally(() => (input.value = '')); // the same file again is a change again
      }
    });
    // Text that is dragged into a field is left alone.
    const ofFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    form.addEventListener('dragover', event => {
      if (ofFiles(event)) {
        event.preventDefault();
        form.toggleAttribute('data-over', true);
      }
    });
    form.addEventListener('dragleave', event => form.toggleAttribute('data-over', form.contains(event.relatedTarget as Node | null)));
    form.addEventListener('drop', event => {
      form.toggleAttribute('data-over', false);
      if (ofFiles(event)) {
        event.preventDefault();
        const file = event.dataTransfer!.files[0];
        if (file) {
          void this.take(file);
        }
      }
    });
  }

  /** Waits for what is being read; false when it was refused: then nothing is sent in its place without being asked for again. */
  async settled(): Promise<boolean> {
    const { reading } = this;
    this.reading = reading.then(() => true);
    return reading;
  }

  /** What is being read is not wanted any more. */
  forget(): void {
    this.latest++;
    this.reading = Promise.resolve(true);
  }

  private take(file: File): Promise<boolean> {
    this.reading = this.read(file, ++this.latest);
    return this.reading;
  }

  private async read(file: File, number: number): Promise<boolean> {
    this.handlers.reading(file.name);
    try {
      const document = await this.send(file);
      if (number === this.latest) {
        this.handlers.read(document);
      }
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError)) {
        throw error;
      }
      if (number === this.latest) {
        this.handlers.refused(error.problem);
      }
      return false;
    }
  }
}
