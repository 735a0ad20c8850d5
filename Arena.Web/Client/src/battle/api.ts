import type { BattleInfo, Preference, Problem, Reveal } from './contract';

/** A call that was answered with a problem, or not answered at all. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

const unreachable: Problem = {
  type: 'urn:llm-arena:problem:unreachable',
  title: 'The arena cannot be reached',
  detail: 'The connection to the server is down.',
  retryAfter: 2,
};

export interface BattleApi {
  /** The same key again: the same battle. */
  start(message: string, viewIndex: number, key: string): Promise<BattleInfo>;
  get(id: string): Promise<BattleInfo>;
  next(id: string, key: string): Promise<BattleInfo>;
  /** Asks the same two models on. */
  continue(id: string, message: string): Promise<BattleInfo>;
  stop(id: string): Promise<BattleInfo>;
  /** The same key again: the same vote. */
  vote(id: string, preference: Preference, key: string): Promise<Reveal>;
  /** Whether a stream would be answered: an EventSource does not say why it was refused. Throws the problem if not. */
  probe(streamUrl: string): Promise<void>;
}

export function createApi(send: typeof fetch = (...call) => fetch(...call)): BattleApi {
  const battle = (id: string) => `/api/arena/battles/${encodeURIComponent(id)}`;

  async function answer(path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    const request: RequestInit = body
      ? { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
      : {};
    let response: Response;
    try {
      response = await send(path, request);
    } catch {
      throw new ProblemError(unreachable);
    }
    if (!response.ok) {
      throw new ProblemError(await readProblem(response));
    }
    return response;
  }

  const call = async <T>(path: string, body?: object, headers?: Record<string, string>) =>
    (await (await answer(path, body, headers)).json()) as T;
  const once = (key: string) => ({ 'idempotency-key': key });

  return {
    start: (message, viewIndex, key) => call('/api/arena/start_battle', { message, view_index: viewIndex }, once(key)),
    get: id => call(battle(id)),
    next: (id, key) => call(`${battle(id)}/next`, {}, once(key)),
    continue: (id, message) => call(`${battle(id)}/continue`, { message }),
    stop: id => call(`${battle(id)}/stop`, {}),
    vote: (id, preference, key) => call('/api/arena/vote', { battle_id: id, preference }, once(key)),
    probe: async streamUrl => {
      await (await answer(streamUrl)).body?.cancel();
    },
  };
}

/** A proxy between us and the service may answer without problem details: what it said then comes from the status alone. */
async function readProblem(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const problem: Problem = {
    type: body?.type ?? 'about:blank',
    title: body?.title ?? `The server answered ${response.status}`,
    status: response.status,
  };
  if (body?.detail) {
    problem.detail = body.detail;
  }
  const wait = retryAfter(response);
  if (wait !== null) {
    problem.retryAfter = wait;
  }
  return problem;
}

/** 502, 503 and 504 are passing by nature: without a Retry-After the page waits two seconds. */
function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) {
    return Math.min(Math.max(seconds, 1), 60);
  }
  return [502, 503, 504].includes(response.status) ? 2 : null;
}
