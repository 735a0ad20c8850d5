import type { ChatEvent, ChatRequest, Route, Tool } from './contract';
import { cut, RefusedError } from './events';
import { type Action, initial, isOpen, messagesOf, reduce, type State, waiting } from './state';
import { ownTools, runTool } from './tools';

export interface Environment {
  events(request: ChatRequest, key: string, signal: AbortSignal): AsyncIterable<ChatEvent>;
  now(): Date;
  /** A word that was never used before. */
  newKey(): string;
  /** Keeps the conversation for a reload and the way back from a battle. */
  save(state: State): void;
}

/** After so many rounds of tools a model that asks for more is stopped. */
const mostRounds = 8;

/** Runs the effects of a conversation: requests, tools, the way back. What is shown is `state`, and it changes through `reduce` only. */
export class ChatController {
  private current: State;
  private request: AbortController | null = null;
  private tools: readonly Tool[] = [];
  /** Rises when another answer begins: what an older one still waits for is then ignored. */
  private run = 0;

  constructor(
    private readonly environment: Environment,
    private readonly changed: (state: State) => void,
    kept: State = initial,
  ) {
    // What was under way when the page was left is not any more.
    this.current = reduce(kept, { type: 'stop' });
  }

  get state(): State {
    return this.current;
  }

  /** The user's tools, besides the page's own. */
  offer(tools: readonly Tool[]): void {
    this.tools = tools;
  }

  async ask(question: string, choice: Route | null = null): Promise<void> {
    if (!isOpen(this.current.turns.at(-1)) && question.trim()) {
      this.dispatch({ type: 'ask', question: question.trim(), choice });
      await this.answer();
    }
  }

  /** The last question once more: the other way, or the same one after it failed. */
  async again(choice: Route | null): Promise<void> {
    this.request?.abort();
    this.dispatch({ type: 'again', choice });
    await this.answer();
  }

  /** What a tool gave back that the page cannot run. */
  async result(id: string, result: string): Promise<void> {
    this.dispatch({ type: 'result', id, result });
    await this.answer();
  }

  /** A battle of the conversation went on as another one: its next turn, another pair, or anew after it failed. */
  moved(from: string, to: string): void {
    this.dispatch({ type: 'moved', from, to });
  }

  stop(): void {
    this.dispatch({ type: 'stop' });
    this.request?.abort();
  }

  clear(): void {
    this.request?.abort();
    this.dispatch({ type: 'clear' });
  }

  /** Asks, runs tools and asks again, until the turn has ended or waits for its user. */
  private async answer(): Promise<void> {
    const run = ++this.run;
    while (run === this.run) {
      const turn = this.current.turns.at(-1);
      if (turn?.phase === 'asking') {
        await this.listen();
      } else if (turn?.phase === 'tools' && turn.steps.length >= mostRounds) {
        this.stop();
      } else if (turn?.phase === 'tools') {
        for (const call of waiting(turn)) {
          const result = runTool(call, this.environment.now());
          if (result !== null) {
            this.dispatch({ type: 'result', id: call.id, result });
          }
        }
        if (waiting(this.current.turns.at(-1)!).length > 0) {
          return;
        }
        this.dispatch({ type: 'continue' });
      } else {
        return;
      }
    }
  }

  private async listen(): Promise<void> {
    const request = new AbortController();
    this.request = request;
    const turn = this.current.turns.at(-1)!;
    const body: ChatRequest = { messages: messagesOf(this.current), offered_tools: [...ownTools, ...this.tools], ...(turn.choice && { route: turn.choice }) };
    try {
      for await (const event of this.environment.events(body, this.environment.newKey(), request.signal)) {
        if (request.signal.aborted) {
          return;
        }
        this.dispatch({ type: 'event', event });
      }
      if (!request.signal.aborted && this.current.turns.at(-1)?.phase === 'asking') {
        this.dispatch({ type: 'refuse', failure: { ...cut, partial: true } });
      }
    } catch (error) {
      if (!request.signal.aborted) {
        this.dispatch({ type: 'refuse', failure: error instanceof RefusedError ? error.failure : { ...cut, partial: true } });
      }
    }
  }

  private dispatch(action: Action): void {
    const next = reduce(this.current, action);
    if (next !== this.current) {
      const ended = !isOpen(next.turns.at(-1));
      this.current = next;
      this.changed(next);
      if (ended) {
        this.environment.save(next);
      }
    }
  }
}
