import type { BattleInfo, CampaignProgress, Preference, Problem, Reveal, RevealedSide } from '../src/battle/contract';

export const info = (changes: Partial<BattleInfo> = {}): BattleInfo => ({
  battle_id: 'b1',
  view_index: 0,
  total_views: 3,
  message: 'why?',
  state: 'created',
  stream_url: '/api/arena/battles/b1/stream',
  ...changes,
});

export const side = (changes: Partial<RevealedSide> = {}): RevealedSide => ({
  model_id: 'sim-aurora',
  display_name: 'Aurora (simulated)',
  simulated: true,
  asked_model_id: 'sim-aurora',
  deployment: 'gpu-node/sim-aurora',
  fell_back: false,
  finish_reason: 'stop',
  latency_seconds: 1.9,
  time_to_first_token_seconds: 0.21,
  output_tokens: 180,
  tokens_per_second: 95.1,
  ...changes,
});

export const reveal = (preference: Preference = 'left'): Reveal => ({
  battle_id: 'b1',
  preference,
  duplicate: false,
  ratings: { before: { a: 1500, b: 1500 }, after: { a: 1516, b: 1484 } },
  details: { a: side(), b: side({ model_id: 'sim-basalt', display_name: 'Basalt (simulated)', asked_model_id: 'sim-basalt' }) },
});

export const campaign = (changes: Partial<CampaignProgress> = {}): CampaignProgress => ({
  name: 'spring', title: 'Spring prompts', prompts: 4, votes: 0, target_votes: 12, interval_width: 0, target_width: 0, state: 'open', own: 0, ...changes,
});

export const problem = (name: string, changes: Partial<Problem> = {}): Problem => ({
  type: `urn:llm-arena:problem:${name}`,
  title: `The title of ${name}`,
  ...changes,
});
