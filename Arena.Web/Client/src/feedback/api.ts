import type { Feedback, Rubrics } from './contract';

/** What went wrong, in words for a person. */
export class CallFailed extends Error {}

export async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new CallFailed('The arena cannot be reached. Try again.');
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    throw new CallFailed((body as { detail?: string } | null)?.detail ?? 'That did not work. Try again.');
  }
  return body as T;
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ({ path, init: { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) } });

export const readRubrics = () => call<Rubrics>('/api/rubrics');

export const readCampaign = (name: string) => call<{ rubric: string | null }>(`/api/campaigns/${encodeURIComponent(name)}`);

export function sendFeedback(battleId: string, feedback: Feedback, key: string): Promise<unknown> {
  const { path, init } = post(`/api/arena/battles/${encodeURIComponent(battleId)}/feedback`, feedback, { 'idempotency-key': key });
  return call(path, init);
}

/** The address of a battle on the next prompt. */
export async function nextPrompt(campaign: string): Promise<string> {
  const { path, init } = post(`/api/arena/campaigns/${encodeURIComponent(campaign)}/next`, {});
  const battle = await call<{ battle_id: string }>(path, init);
  return `/battle/${encodeURIComponent(battle.battle_id)}?campaign=${encodeURIComponent(campaign)}`;
}
