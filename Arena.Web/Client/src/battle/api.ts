import { ProblemError, send } from '../problem';
import type { BattleInfo, CampaignProgress, Preference, Reveal } from './contract';

export { ProblemError };

export interface BattleApi {
  /** The same key again: the same battle. */
  start(message: string, viewIndex: number, key: string): Promise<BattleInfo>;
  get(id: string): Promise<BattleInfo>;
  next(id: string, key: string): Promise<BattleInfo>;
  /** A battle on the campaign's next prompt for this voter; on the same one as long as it is not judged. */
  nextPrompt(campaign: string): Promise<BattleInfo>;
  campaign(name: string): Promise<CampaignProgress>;
  /** Asks the same two models on. */
  continue(id: string, message: string): Promise<BattleInfo>;
  stop(id: string): Promise<BattleInfo>;
  /** The same key again: the same vote. */
  vote(id: string, preference: Preference, key: string): Promise<Reveal>;
  /** Whether a stream would be answered: an EventSource does not say why it was refused. Throws the problem if not. */
  probe(streamUrl: string): Promise<void>;
}

/** @param document id of the document that a new battle is about */
export function createApi(fetcher: typeof fetch = (...call) => fetch(...call), document: () => string | null = () => null): BattleApi {
  const battle = (id: string) => `/api/arena/battles/${encodeURIComponent(id)}`;

  function answer(path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    const request: RequestInit = body
      ? { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
      : {};
    return send(fetcher, path, request);
  }

  const campaign = (name: string) => `/api/arena/campaigns/${encodeURIComponent(name)}`;
  const call = async <T>(path: string, body?: object, headers?: Record<string, string>) =>
    (await (await answer(path, body, headers)).json()) as T;
  const about = (id: string | null) => (id ? { document: id } : {});
  const once = (key: string) => ({ 'idempotency-key': key });

  return {
    start: (message, viewIndex, key) => call('/api/arena/start_battle', { message, view_index: viewIndex, ...about(document()) }, once(key)),
    get: id => call(battle(id)),
    next: (id, key) => call(`${battle(id)}/next`, {}, once(key)),
    nextPrompt: name => call(`${campaign(name)}/next`, {}),
    campaign: name => call(campaign(name)),
    continue: (id, message) => call(`${battle(id)}/continue`, { message }),
    stop: id => call(`${battle(id)}/stop`, {}),
    vote: (id, preference, key) => call('/api/arena/vote', { battle_id: id, preference }, once(key)),
    probe: async streamUrl => {
      await (await answer(streamUrl)).body?.cancel();
    },
  };
}
