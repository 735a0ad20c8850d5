// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { typeset } from '../src/battle/markdown/math';

const network = vi.hoisted(() => ({ asked: 0 }));
vi.mock('../src/battle/markdown/typesetter', () => {
  if (++network.asked === 1) {
    throw new Error('Failed to fetch dynamically imported module');
  }
  return { typesetMath: (element: HTMLElement) => element.replaceChildren('set') };
});

const formula = () => {
  const element = document.createElement('span');
  element.textContent = 'x^2';
  document.body.append(element);
  return element;
};

it('shows mathematics as it was written while its typesetter cannot be fetched, and sets all of it with the next', async () => {
  const first = formula();
  typeset(first);
  await vi.waitFor(() => expect(network.asked).toBe(1));
  await new Promise(resolve => setTimeout(resolve));
  expect(first.textContent).toBe('x^2');

  const second = formula();
  typeset(second);
  await vi.waitFor(() => expect([first.textContent, second.textContent]).toEqual(['set', 'set']));
});
