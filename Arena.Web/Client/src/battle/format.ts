import type { Place, RevealedSide } from './contract';

/** `1500.0`: one decimal, as everywhere a rating is shown. */
export const rating = (value: number): string => value.toFixed(1);

/** `+16.0`, `−16.0`, `±0.0`: what a vote did to a rating; a real minus sign, so that both have one width. */
export function change(before: number, after: number): string {
  const tenths = Math.round((after - before) * 10);
  const sign = tenths > 0 ? '+' : tenths < 0 ? '−' : '±';
  return `${sign}${(Math.abs(tenths) / 10).toFixed(1)}`;
}

export const seconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} s`;

export const speed = (tokensPerSecond: number | null): string => (tokensPerSecond === null ? 'unknown' : `${tokensPerSecond.toFixed(1)} tokens/s`);

/** Small amounts keep their digits: `$0.00042`, `$0.13`. */
export const dollars = (value: number): string => (value === 0 ? '$0' : value < 0.01 ? `$${Number(value.toPrecision(2))}` : `$${value.toFixed(2)}`);

/** `2 of 7 (1–3)`: in brackets the places that the intervals leave open. */
export function rank({ rank: place, rank_best: best, rank_worst: worst, models }: Place): string {
  const range = best === null || worst === null || best === worst ? '' : ` (${best}–${worst})`;
  return `${place} of ${models}${range}`;
}

/** `1512.3 (1490.1–1534.5)`: with the 95 % interval. */
export const boardRating = ({ rating: value, lower, upper }: Place): string =>
  lower === null || upper === null ? rating(value) : `${rating(value)} (${rating(lower)}–${rating(upper)})`;

/** What a reveal says of one side, name and value. */
export function facts(side: RevealedSide): [string, string][] {
  return [
    ...(side.place ? ([['Rank', rank(side.place)], ['Leaderboard', boardRating(side.place)]] as [string, string][]) : []),
    ['Latency', seconds(side.latency_seconds)],
    ['First token', seconds(side.time_to_first_token_seconds)],
    ['Speed', speed(side.tokens_per_second)],
    ...(side.cost_usd === undefined ? [] : ([['Cost', dollars(side.cost_usd)]] as [string, string][])),
    ...(side.deployment ? ([['Backend', side.deployment]] as [string, string][]) : []),
  ];
}

/** Notes about how an answer came to be; empty when the model asked answered from its first deployment. */
export function notes(side: RevealedSide): string[] {
  const lines: string[] = [];
  if (side.asked_model_id !== side.model_id) {
    lines.push(`Answered by ${side.display_name} in place of ${side.asked_model_id}. The rating goes to the one that answered.`);
  }
  if (side.fell_back) {
    lines.push(`Fell back to ${side.deployment}.`);
  }
  if (side.finish_reason === 'length') {
    lines.push('Cut at the length limit.');
  }
  return lines;
}
