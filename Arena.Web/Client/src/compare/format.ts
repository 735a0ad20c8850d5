import { seconds, speed } from '../battle/format';
import type { Cost, Estimate, Facts } from './contract';

/** `$0.0042`: so many decimals that a price of a fraction of a cent is not shown as nothing. */
export function dollars(value: number): string {
  if (value === 0) {
    return '$0';
  }
  return value < 0.0001 ? '< $0.0001' : `$${value.toFixed(value < 0.1 ? 4 : 2)}`;
}

export const count = (value: number): string => value.toLocaleString('en-US');

/** Name and value of all that is known of how an answer came to be. */
export function factsOf(facts: Facts): [string, string][] {
  const about = facts.tokens_estimated ? 'about ' : '';
  return [
    ['Latency', seconds(facts.latency_seconds)],
    ['First token', seconds(facts.time_to_first_token_seconds)],
    ['Speed', speed(facts.tokens_per_second)],
    ['Tokens', `${about}${count(facts.input_tokens)} in, ${count(facts.output_tokens)} out`],
    ['Cost', facts.cost_usd === null ? 'no price' : dollars(facts.cost_usd)],
  ];
}

export function notesOf(facts: Facts): string[] {
  const notes: string[] = [];
  if (facts.asked_model_id !== facts.model_id) {
    notes.push(`Answered by ${facts.display_name} in place of ${facts.asked_model_id}.`);
  }
  if (facts.fell_back) {
    notes.push(`Fell back to ${facts.deployment}.`);
  }
  if (facts.finish_reason === 'length') {
    notes.push('Cut at the length limit.');
  }
  return notes;
}

/** What of the document is sent, in a sentence; empty when it is all of it. */
export function cutNotice(document: Estimate['document']): string {
  if (!document?.cut) {
    return '';
  }
  const pages = document.total_pages > 1 ? `${count(document.pages)} of ${count(document.total_pages)} pages, ` : '';
  return document.characters < document.total_characters
    ? `Only the beginning fits into the smallest context of these models: ${pages}${count(document.characters)} of ${count(document.total_characters)} characters. Every model gets the same.`
    : `The document goes on behind what is read of it: ${pages}${count(document.characters)} characters.`;
}

export function costNotice(cost: Cost): string {
  if (!cost.is_paid) {
    return '';
  }
  const paid = cost.models.filter(model => (model.max_usd ?? 0) > 0).map(model => `${model.display_name} ${dollars(model.max_usd!)}`);
  return `At most ${dollars(cost.total_usd)}: ${paid.join(', ')}.`;
}
