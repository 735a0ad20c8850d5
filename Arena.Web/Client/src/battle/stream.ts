import type { Preparing, Problem, Slot } from './contract';

export interface StreamHandlers {
  connection(connected: boolean): void;
  preparing(preparing: Preparing): void;
  delta(slot: Slot, text: string): void;
  restart(): void;
  answered(): void;
  failed(problem: Problem): void;
  /** The connection was refused. Says why it is for good, or null to try again. */
  refused(): Promise<Problem | null>;
}

/** The part of EventSource that is used, so that a test stands in for the network. */
export interface EventSourceLike {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

export interface StreamEnvironment {
  open(url: string): EventSourceLike;
  delay(milliseconds: number): Promise<void>;
}

const browser: StreamEnvironment = {
  open: url => new EventSource(url),
  delay: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
};

const closed = 2; // EventSource.CLOSED
const firstDelay = 500;
const longestDelay = 8_000;

/**
 * Both sides of a battle over one connection. The browser itself resumes a lost connection, with Last-Event-ID; it gives up
 * for good when the server answers with anything but a stream (a restart behind a proxy), and then this class starts again
 * with back-off. A connection of its own begins at the first event, so what was shown before is replaced, not appended to.
 */
export class BattleStream {
  private source: EventSourceLike | null = null;
  private delay = firstDelay;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly handlers: StreamHandlers,
    private readonly environment: StreamEnvironment = browser,
  ) {
    this.connect(false);
  }

  /** Ends for good. No handler is called afterwards. */
  close(): void {
    this.stopped = true;
    this.source?.close();
  }

  /** Gives up the present connection, which may be dead without the browser knowing (a laptop that slept). */
  reconnect(): void {
    if (!this.stopped) {
      this.source?.close();
      this.connect(true);
    }
  }

  private connect(again: boolean): void {
    const source = this.environment.open(this.url);
    this.source = source;
    let replaces = again;

    const on = (type: string, handle: (data: string) => void) =>
      source.addEventListener(type, event => {
        if (this.stopped || this.source !== source) {
          return;
        }
        if (replaces) {
          replaces = false;
          this.handlers.restart();
        }
        handle((event as MessageEvent<string>).data);
      });

    source.addEventListener('open', () => {
      if (!this.stopped && this.source === source) {
        this.delay = firstDelay;
        this.handlers.connection(true);
      }
    });
    source.addEventListener('error', () => {
      if (!this.stopped && this.source === source) {
        this.handlers.connection(false);
        if (source.readyState === closed) {
          void this.refused(source);
        }
      }
    });
    on('state', () => {});
    on('preparing', data => this.handlers.preparing(JSON.parse(data) as Preparing));
    on('delta', data => {
      const { slot, text } = JSON.parse(data) as { slot: Slot; text: string };
      this.handlers.delta(slot, text);
    });
    on('restart', () => this.handlers.restart());
    on('answered', () => {
      this.close();
      this.handlers.answered();
    });
    on('failed', data => {
      this.close();
      this.handlers.failed(JSON.parse(data) as Problem);
    });
  }

  private async refused(source: EventSourceLike): Promise<void> {
    const waited = this.delay;
    this.delay = Math.min(this.delay * 2, longestDelay);
    await this.environment.delay(waited);
    if (this.stopped || this.source !== source) {
      return;
    }
    const problem = await this.handlers.refused();
    if (this.stopped || this.source !== source) {
      return;
    }
    if (problem) {
      this.close();
      this.handlers.failed(problem);
    } else {
      this.connect(true);
    }
  }
}
