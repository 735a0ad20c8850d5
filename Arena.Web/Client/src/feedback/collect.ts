import type { Feedback, Rubric } from './contract';

const SCORE = /^score:(left|right):(.+)$/;

/** What a filled form says; null when nothing is filled in. Scores are fields named `score:SIDE:DIMENSION`, reasons `reason`. */
export function collect(entries: Iterable<[string, FormDataEntryValue]>, rubric: Rubric | undefined): Feedback | null {
  const reasons: string[] = [];
  const scores = { left: {} as Record<string, number>, right: {} as Record<string, number> };
  let comment = '';
  for (const [name, value] of entries) {
    const score = SCORE.exec(name);
    if (score) {
      scores[score[1] as 'left' | 'right'][score[2]!] = Number(value);
    } else if (name === 'reason') {
      reasons.push(String(value));
    } else if (name === 'comment') {
      comment = String(value).trim();
    }
  }

  const sides = Object.fromEntries(Object.entries(scores).filter(([, side]) => Object.keys(side).length > 0));
  const feedback: Feedback = {
    ...(reasons.length > 0 && { reasons }),
    ...(comment && { comment }),
    ...(rubric && Object.keys(sides).length > 0 && { rubric: rubric.id, scores: sides }),
  };
  return Object.keys(feedback).length > 0 ? feedback : null;
}
