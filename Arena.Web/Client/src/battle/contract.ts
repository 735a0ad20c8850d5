// What the battle API sends and takes (docs/battle-api.md).

export type Slot = 'a' | 'b';
export type Preference = 'left' | 'right' | 'tie' | 'both_bad';

/** RFC 9457 problem details, with how long the server asked to wait. */
export interface Problem {
  type: string;
  title: string;
  detail?: string;
  status?: number;
  /** The side that broke off, where it was one. */
  slot?: Slot;
  /** Seconds; present when the same request may work later. */
  retryAfter?: number;
}

/** Why neither side has text yet: of both together, because either alone would tell one from the other. */
export interface Preparing {
  state: 'queued' | 'loading';
  /** Requests that are served before. */
  position: number;
}

export interface BattleInfo {
  battle_id: string;
  view_index: number;
  total_views: number;
  message: string;
  state: 'created' | 'streaming' | 'answered' | 'revealed' | 'continued' | 'failed';
  /** Empty for a battle that only the ledger knows. */
  stream_url: string;
  /** Their ids, where the voter chose them: nothing about such a battle is secret. */
  models?: Record<Slot, string>;
  model_names?: Record<Slot, string>;
  turns?: TurnInfo[];
  continued_by?: string;
  responses?: Record<Slot, string>;
  reveal?: Reveal;
}

/** A campaign and how far it is, what GET /api/arena/campaigns/{name} answers. */
export interface CampaignProgress {
  name: string;
  title: string;
  prompts: number;
  votes: number;
  /** 0: the aim is a width. */
  target_votes: number;
  /** Elo points of the widest interval; 0: not known yet. */
  interval_width: number;
  /** 0: the aim is votes. */
  target_width: number;
  state: 'open' | 'reached' | 'closed';
  /** Prompts that this voter has judged. */
  own: number;
}

/** An earlier turn of the conversation. */
export interface TurnInfo {
  message: string;
  response_a: string;
  response_b: string;
}

export interface RevealedSide {
  model_id: string;
  display_name: string;
  simulated: boolean;
  asked_model_id: string;
  deployment: string;
  fell_back: boolean;
  finish_reason: string;
  latency_seconds: number;
  time_to_first_token_seconds: number;
  output_tokens: number;
  tokens_per_second: number | null;
  cost_usd?: number;
  place?: Place;
}

/** Where a model is on the leaderboard. */
export interface Place {
  rank: number;
  rank_best: number | null;
  rank_worst: number | null;
  rating: number;
  lower: number | null;
  upper: number | null;
  status: string;
  models: number;
}

export interface Reveal {
  battle_id: string;
  preference: Preference;
  duplicate: boolean;
  not_rated_because?: string;
  ratings: Record<'before' | 'after', Record<Slot, number>>;
  details: Record<Slot, RevealedSide>;
}

export const problemName = (problem: Problem): string => problem.type.replace('urn:llm-arena:problem:', '');
