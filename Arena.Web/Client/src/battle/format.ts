import type { RevealedSide } from './contract';

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
