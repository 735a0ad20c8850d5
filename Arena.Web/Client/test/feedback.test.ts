import { describe, expect, it } from 'vitest';
import { collect } from '../src/feedback/collect';

const rubric = { id: 'creative-orientation/1', title: 'Creative orientation', help: '', dimensions: [] };

describe('what a filled form says', () => {
  it('is nothing when nothing is filled in', () => expect(collect([['comment', '  ']], rubric)).toBeNull());

  it('is reasons, a comment, and the scores of the sides that have any', () => {
    expect(collect([
      ['reason', 'more-accurate'], ['reason', 'better-written'], ['comment', ' Clear. '],
      ['score:left:structural-tension', '4'], ['score:left:desired-outcomes', '2'],
    ], rubric)).toEqual({
      reasons: ['more-accurate', 'better-written'],
      comment: 'Clear.',
      rubric: 'creative-orientation/1',
      scores: { left: { 'structural-tension': 4, 'desired-outcomes': 2 } },
    });
  });

  it('leaves scores out where there is no rubric', () => expect(collect([['score:left:x', '4']], undefined)).toBeNull());
});
