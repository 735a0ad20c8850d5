import type { EventSourceLike, StreamEnvironment } from '../battle/stream';
import type { Facts, Problem } from './contract';
import type { Action } from './state';

const closed = 2; // EventSource.CLOSED
const firstDelay = 500;
const longestDelay = 8_000;

const browser: StreamEnvironment = {
  open: url => new EventSource(url),
  delay: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
};

export interface CompareStreamHandlers {
  happened(action: Action): void;
  failed(problem: Problem): void;
  /** The stream said that the ledger has the answers, or was refused, which is what happens when it has them already: true when they are there. */
  ended(): Promise<boolean>;
}

/**
 * All answers over one connection. The browser itself resumes a lost one, with Last-Event-ID; where the server answers with anything but a
 * stream, it is asked for the comparison itself, and the stream is opened again with back-off until that has the answers.
 */
export class CompareStream {
  private delay = firstDelay;

  constructor(
    private readonly url: string,
    private readonly handlers: CompareStreamHandlers,
    private readonly environment: StreamEnvironment = browser,
  ) {
    this.connect(false);
  }

  private connect(again: boolean): void {
    const source = this.environment.open(this.url);
    let replaces = again; // a connection of its own begins at the first event
    const on = <T>(type: string, handle: (data: T) => void) =>
      source.addEventListener(type, event => {
        if (replaces) {
          replaces = false;
          this.handlers.happened({ type: 'restart' });
        }
        handle(JSON.parse((event as MessageEvent<string>).data) as T);
      });

    source.addEventListener('open', () => {
      this.delay = firstDelay;
      this.handlers.happened({ type: 'connection', connected: true });
    });
    source.addEventListener('error', () => {
      this.handlers.happened({ type: 'connection', connected: false });
      if (source.readyState === closed) {
        void this.end(source);
      }
    });
    on('state', () => {});
    on('restart', () => this.handlers.happened({ type: 'restart' }));
    on<{ position: number; state: string; waiting: number }>('preparing', data => this.handlers.happened({ type: 'preparing', ...data }));
    on<{ position: number; text: string }>('delta', data => this.handlers.happened({ type: 'delta', ...data }));
    on<{ position: number; facts?: Facts }>('done', data => this.handlers.happened({ type: 'done', ...data }));
    on<{ position: number; cause?: string }>('broken', data => this.handlers.happened({ type: 'broken', ...data }));
    on('answered', () => void this.end(source));
    on<Problem>('failed', problem => {
      source.close();
      this.handlers.failed(problem);
    });
  }

  private async end(source: EventSourceLike): Promise<void> {
    source.close();
    if (await this.handlers.ended()) {
      return;
    }
    const waited = this.delay;
    this.delay = Math.min(this.delay * 2, longestDelay);
    await this.environment.delay(waited);
    this.connect(true);
  }
}
