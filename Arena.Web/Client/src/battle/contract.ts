// What the battle API sends and takes (docs/battle-api.md).

export type Slot = 'a' | 'b';
export type Preference = 'left' | 'right' | 'tie' | 'both_bad';

/** RFC 9457 problem details, with how long the server asked to wait. */
export interface Problem {
  type: string;
  title: string;
  detail?: string;
  status?: number;
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
  state: 'created' | 'streaming' | 'answered' | 'revealed' | 'failed';
  stream_url: string;
  reveal?: Reveal;
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
}

export interface Reveal {
  battle_id: string;
  preference: Preference;
  duplicate: boolean;
  ratings: Record<'before' | 'after', Record<Slot, number>>;
  details: Record<Slot, RevealedSide>;
}

export const problemName = (problem: Problem): string => problem.type.replace('urn:llm-arena:problem:', '');
