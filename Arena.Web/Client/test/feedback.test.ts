// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { collect } from '../src/feedback/collect';
import { feedbackForm } from '../src/feedback/form';

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

describe('the form', () => {
  it('offers the rubric that is configured, on its own scale, and what is chosen there is what is said', () => {
    const own = { id: 'support/2', title: 'Support', help: 'Would the customer be helped?', dimensions: [{ id: 'empathy', title: 'Empathy', help: 'It sees the person.', min: 0, max: 2 }] };
    const form = feedbackForm({ rubrics: [own], reasons: [{ id: 'kinder', title: 'Kinder' }], max_comment_characters: 10 }, own);
    const named = (name: string) => [...form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
    expect([...form.querySelectorAll('legend, summary')].map(element => element.textContent)).toEqual(['Why?', 'Score by rubric: Support', 'A: Empathy', 'B: Empathy']);
    expect(named('score:right:empathy').map(step => step.value)).toEqual(['0', '1', '2']);

    named('reason')[0]!.checked = true;
    named('score:right:empathy')[0]!.checked = true;
    expect(collect(new FormData(form), own)).toEqual({ reasons: ['kinder'], rubric: 'support/2', scores: { right: { empathy: 0 } } });
  });
});
