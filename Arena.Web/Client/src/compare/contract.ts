import type { Problem } from '../battle/contract';

export type { Problem };

/** GET /api/compare/{id}: docs/compare.md. */
export interface Comparison {
  id: string;
  prompt: string;
  models: string[];
  blind: boolean;
  revealed: boolean;
  state: 'open' | 'answered';
  answers: Answer[];
  picked: number | null;
  stream_url: string;
  url: string;
}

export interface Answer {
  position: number;
  text?: string;
  failed?: string;
  facts?: Facts;
  /** Of a blind comparison that is revealed: it had said who wrote it. */
  names_itself?: boolean;
  stars: number | null;
}

export interface Facts {
  model_id: string;
  display_name: string;
  simulated: boolean;
  asked_model_id: string;
  deployment: string;
  fell_back: boolean;
  finish_reason: string;
  latency_seconds: number;
  time_to_first_token_seconds: number;
  input_tokens: number;
  output_tokens: number;
  tokens_estimated: boolean;
  tokens_per_second: number | null;
  cost_usd: number | null;
}

export interface CompareRequest {
  prompt: string;
  models: string[];
  document: string | null;
  blind: boolean;
  confirm_cost: boolean;
}

export interface Estimate {
  estimate: Cost;
  document?: { characters: number; total_characters: number; pages: number; total_pages: number; cut: boolean };
}

export interface Cost {
  models: { model_id: string; display_name: string; input_tokens: number; max_output_tokens: number; max_usd: number | null }[];
  total_usd: number;
  is_paid: boolean;
}

export interface DocumentInfo {
  id: string;
  name: string;
  media_type: string;
  size: number;
  pages: string[];
  total_pages: number;
  cut: boolean;
  characters: number;
  extracted_by: string;
}
