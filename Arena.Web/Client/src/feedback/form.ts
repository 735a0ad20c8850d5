import type { Dimension, Rubric, Rubrics } from './contract';

/** An element with attributes and children. */
export function element(name: string, attributes: Record<string, string> = {}, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** The form for reasons, scores and a comment. The names on it are those that `collect` reads. */
export function feedbackForm(offered: Rubrics, rubric: Rubric | undefined): HTMLFormElement {
  const form = element('form', { class: 'feedback-form' }) as HTMLFormElement;
  form.append(
    element('fieldset', { class: 'feedback-reasons' }, element('legend', {}, 'Why?'), ...offered.reasons.map(reason =>
      element('label', {}, element('input', { type: 'checkbox', name: 'reason', value: reason.id }), ` ${reason.title}`))),
  );
  if (rubric) {
    form.append(element('details', { class: 'feedback-rubric' },
      element('summary', {}, `Score by rubric: ${rubric.title}`),
      element('p', {}, rubric.help),
      ...rubric.dimensions.map(dimension => dimensionFields(dimension))));
  }
  form.append(
    element('label', { class: 'feedback-comment' }, 'In your own words',
      element('textarea', { name: 'comment', rows: '2', maxlength: String(offered.max_comment_characters) })),
    element('button', { class: 'button', type: 'submit' }, 'Save'),
    element('p', { class: 'feedback-status', role: 'status' }),
  );
  return form;
}

function dimensionFields(dimension: Dimension): HTMLElement {
  const help = `help-${dimension.id}`;
  return element('div', { class: 'feedback-dimension' },
    element('p', { id: help }, element('strong', {}, dimension.title), ` ${dimension.help}`),
    ...(['left', 'right'] as const).map(side => scale(dimension, side, help)));
}

function scale(dimension: Dimension, side: 'left' | 'right', help: string): HTMLElement {
  const letter = side === 'left' ? 'A' : 'B';
  const steps = Array.from({ length: dimension.max - dimension.min + 1 }, (_, i) => String(dimension.min + i));
  return element('fieldset', { class: 'feedback-scale', 'aria-describedby': help }, element('legend', {}, `${letter}: ${dimension.title}`),
    ...steps.map(step => element('label', {}, element('input', { type: 'radio', name: `score:${side}:${dimension.id}`, value: step }), step)));
}
