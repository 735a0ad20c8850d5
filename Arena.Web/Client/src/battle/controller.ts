import { type BattleApi, ProblemError } from './api';
import { endOf } from './campaign';
import { type BattleInfo, type Preference, type Problem, problemName } from './contract';
import { type Action, initial, reduce, type State, type Turns } from './state';
import type { StreamHandlers } from './stream';

export interface Stream {
  close(): void;
  reconnect(): void;
}

export interface Environment {
  api: BattleApi;
  openStream(url: string, handlers: StreamHandlers): Stream;
  delay(milliseconds: number): Promise<void>;
  /** A word that was never used before. */
  newKey(): string;
  /** Another battle is shown from now on; with `replace` in the place of the one before, which leads to it. */
  moved(id: string, replace: boolean): void;
  /** The name of the campaign that the battle is of. */
  campaign(): string | null;
}

/** Runs the effects of a battle: calls, stream, retries. What is shown is `state`, and it changes through `reduce` only. */
export class BattleController {
  private current: State = initial;
  private stream: Stream | null = null;
  /** Rises when the page turns to another battle: what an older one still waits for is then ignored. */
  private turn = 0;
  /** What a battle that is being opened would take the place of; null when there is nothing to go back to. */
  private before: State | null = null;

  constructor(
    private readonly environment: Environment,
    private readonly changed: (state: State) => void,
  ) {}

  get state(): State {
    return this.current;
  }

  /** A new battle. Waits as long as the arena says that it will be ready. */
  start(message: string, viewIndex = 0): Promise<void> {
    return this.begin({ message, viewIndex }, false, key => this.environment.api.start(message, viewIndex, key));
  }

  /** A battle that is known by its id: after a reload, the back button, a shared link. */
  async resume(id: string, message = ''): Promise<void> {
    this.before = null;
    const turn = this.leave();
    this.dispatch({ type: 'start', message, viewIndex: 0 });
    const info = await this.persist(
      turn,
      () => this.environment.api.get(id),
      problem => this.dispatch({ type: 'start-waiting', problem }),
      problem => this.dispatch({ type: 'reset', problem }),
    );
    if (info?.continued_by) {
      this.environment.moved(info.continued_by, true);
      await this.resume(info.continued_by, message);
    } else if (info) {
      this.open(info);
    }
  }

  /** A battle that came with the page. */
  show(info: BattleInfo): void {
    this.leave();
    this.open(info);
  }

  /** Asks the same two models on; after a later turn that failed, asks that turn anew. The battle goes on as another one. */
  async ask(message: string): Promise<void> {
    const from = this.current;
    if (from.phase === 'voting' && !from.vote) {
      const { battle, answers } = from;
      const turns = [...battle.turns, { message: battle.message, answers }];
      await this.begin(
        { message, viewIndex: battle.viewIndex, turns },
        true,
        () => this.environment.api.continue(battle.id, message),
        problem => this.dispatch({ type: 'back', to: from, problem }),
      );
    } else if (from.phase === 'failed' && from.battleId !== null && from.turns.length > 0) {
      const { battleId, turns, viewIndex } = from;
      await this.begin({ message, viewIndex, turns }, true, () => this.environment.api.continue(battleId, message));
    }
  }

  /** Calls both models off: what they have written so far is void. What has not begun is simply left. */
  async stop(): Promise<void> {
    if (this.current.phase === 'starting' && this.before) {
      this.leave();
      this.dispatch({ type: 'back', to: this.before, problem: null });
    } else if (this.current.phase === 'streaming' && !this.current.stopping) {
      const { id } = this.current.battle;
      this.dispatch({ type: 'stopping' });
      // The stream then says what the battle came to: stopped, or answered when it was too late.
      await this.persist(this.turn, () => this.environment.api.stop(id), () => {});
    }
  }

  /** In a campaign its next prompt; else another pair answers the same prompt. */
  async next(): Promise<void> {
    const from = this.current;
    if (from.phase !== 'revealed') {
      return;
    }
    const campaign = this.environment.campaign();
    if (campaign) {
      if (endOf(from.battle.campaign) === null) {
        await this.nextPrompt(campaign, from);
      }
      return;
    }
    const { battle } = from;
    if (battle.totalViews === 0) {
      return;
    }
    const viewIndex = (battle.viewIndex + 1) % battle.totalViews;
    const message = battle.turns[0]?.message ?? battle.message;
    await this.begin({ message, viewIndex }, false, key => this.environment.api.next(battle.id, key));
  }

  /** Failed battles are void: trying again is a new battle with the same prompt, or, within a conversation, the same turn once more. */
  async retry(): Promise<void> {
    if (this.current.phase === 'failed') {
      const { message, viewIndex, turns } = this.current;
      const campaign = this.environment.campaign();
      await (turns.length > 0 ? this.ask(message) : campaign ? this.nextPrompt(campaign, this.current) : this.start(message, viewIndex));
    }
  }

  /** Saved when this ends: as long as the ledger is down the vote is sent again. */
  async vote(preference: Preference): Promise<void> {
    if (this.current.phase !== 'voting' || this.current.vote) {
      return;
    }
    const { turn } = this;
    const { id } = this.current.battle;
    const key = this.environment.newKey();
    this.dispatch({ type: 'vote', preference });
    const reveal = await this.persist(
      turn,
      () => this.environment.api.vote(id, preference, key),
      problem => this.dispatch({ type: 'vote-waiting', problem }),
      problem => this.refuseVote(turn, id, problem),
    );
    if (reveal) {
      this.dispatch({ type: 'revealed', reveal });
      await this.tellCampaign(turn);
    }
  }

  reset(): void {
    this.leave();
    this.dispatch({ type: 'reset' });
  }

  /** The page was hidden or offline for a while: the connection may be dead without anybody knowing. */
  wake(): void {
    this.stream?.reconnect();
  }

  /** However often the call is repeated, it opens one battle: an answer that was lost is given again. */
  private async begin(
    asked: { message: string; viewIndex: number; turns?: Turns },
    replace: boolean,
    open: (key: string) => Promise<BattleInfo>,
    refused?: (problem: Problem) => void | Promise<void>,
  ): Promise<void> {
    this.before = this.current;
    const turn = this.leave();
    const key = this.environment.newKey();
    const call = () => open(key);
    this.dispatch({ type: 'start', ...asked });
    const info = await this.persist(turn, call, problem => this.dispatch({ type: 'start-waiting', problem }), refused);
    if (info) {
      this.environment.moved(info.battle_id, replace);
      this.open(info);
    }
  }

  /** What was not judged comes again, so that asking twice opens no prompt that nobody sees. */
  private async nextPrompt(campaign: string, from: State): Promise<void> {
    await this.begin({ message: '', viewIndex: 0 }, false, () => this.environment.api.nextPrompt(campaign), async problem => {
      this.dispatch({ type: 'back', to: from, problem });
      await this.tellCampaign(this.turn); // somebody else may have given the last vote that was wanted
    });
  }

  /** How far the campaign is, where there is one. It is beside the battle: without an answer nothing is said of it. */
  private async tellCampaign(turn: number): Promise<void> {
    const name = this.environment.campaign();
    const campaign = name && (await this.environment.api.campaign(name).catch(() => null));
    if (campaign && turn === this.turn) {
      this.dispatch({ type: 'campaign', campaign });
    }
  }

  private leave(): number {
    this.stream?.close();
    this.stream = null;
    return ++this.turn;
  }

  private open(info: BattleInfo): void {
    const { turn } = this;
    const forTurn = (action: Action) => turn === this.turn && this.dispatch(action);
    this.dispatch({ type: 'opened', info });
    void this.tellCampaign(turn);
    if (this.current.phase !== 'streaming') {
      return; // its answers came with it
    }
    this.stream = this.environment.openStream(info.stream_url, {
      connection: connected => forTurn({ type: 'connection', connected }),
      preparing: preparing => forTurn({ type: 'preparing', preparing }),
      delta: (slot, text) => forTurn({ type: 'delta', slot, text }),
      restart: () => forTurn({ type: 'restart' }),
      answered: () => forTurn({ type: 'answered' }),
      failed: problem => forTurn({ type: 'failed', problem }),
      refused: () => this.whyRefused(info.stream_url),
    });
  }

  /** Null: it may work the next time. */
  private async whyRefused(streamUrl: string): Promise<Problem | null> {
    try {
      await this.environment.api.probe(streamUrl);
      return null;
    } catch (error) {
      const problem = problemOf(error);
      return problem.retryAfter === undefined ? problem : null;
    }
  }

  /** A vote that the server does not take. If the battle was voted on elsewhere, what is in the ledger is shown. */
  private async refuseVote(turn: number, id: string, problem: Problem): Promise<void> {
    this.dispatch({ type: 'vote-refused', problem });
    if (problemName(problem) === 'battle-failed') {
      this.dispatch({ type: 'failed', problem });
    } else if (problemName(problem) === 'battle-continued') {
      await this.resume(id);
    } else if (problemName(problem) === 'vote-conflict') {
      const info = await this.environment.api.get(id).catch(() => null);
      if (turn === this.turn && info?.reveal) {
        this.dispatch({ type: 'revealed', reveal: info.reveal });
      }
    }
  }

  /** Repeats a call while the server says that it may work later; null when it never will, or nobody waits any more. */
  private async persist<T>(
    turn: number,
    call: () => Promise<T>,
    waiting: (problem: Problem) => void,
    refused: (problem: Problem) => void | Promise<void> = problem => this.dispatch({ type: 'failed', problem }),
  ): Promise<T | null> {
    while (turn === this.turn) {
      try {
        const result = await call();
        return turn === this.turn ? result : null;
      } catch (error) {
        if (turn !== this.turn) {
          return null;
        }
        const problem = problemOf(error);
        if (problem.retryAfter === undefined) {
          await refused(problem);
          return null;
        }
        waiting(problem);
        await this.environment.delay(problem.retryAfter * 1000);
      }
    }
    return null;
  }

  private dispatch(action: Action): void {
    const next = reduce(this.current, action);
    if (next !== this.current) {
      this.current = next;
      this.changed(next);
    }
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) {
    return error.problem;
  }
  throw error;
}
