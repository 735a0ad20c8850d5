// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { update } from '../src/live/parts';
import { poll } from '../src/live/poll';

const page = (html: string) => new DOMParser().parseFromString(`<div data-live>${html}</div>`, 'text/html').querySelector('[data-live]')!;
const shown = (html: string) => {
  document.body.innerHTML = `<div data-live>${html}</div>`;
  return document.querySelector('[data-live]')!;
};

describe('update', () => {
  beforeEach(() => document.body.replaceChildren());

  it('replaces the part that changed and leaves the others as they are', () => {
    const live = shown('<p id="a">1</p><p id="b">1</p>');
    const kept = live.querySelector('#a');
    update(live, page('<p id="a">1</p><p id="b">2</p>'));
    expect(live.innerHTML).toBe('<p id="a">1</p><p id="b">2</p>');
    expect(live.querySelector('#a')).toBe(kept);
  });

  it('goes into parts that are made of parts', () => {
    const live = shown('<div id="nodes"><p id="x">1</p><p id="y">1</p></div>');
    const kept = live.querySelector('#x');
    update(live, page('<div id="nodes"><p id="x">1</p><p id="y">2</p></div>'));
    expect(live.querySelector('#y')!.textContent).toBe('2');
    expect(live.querySelector('#x')).toBe(kept);
  });

  it('takes over parts that came and went', () => {
    const live = shown('<p id="a">1</p><p id="b">1</p>');
    update(live, page('<p id="b">1</p><p id="c">1</p>'));
    expect(live.innerHTML).toBe('<p id="b">1</p><p id="c">1</p>');
  });

  it('leaves the part alone that has the focus', () => {
    const live = shown('<div id="a"><button>one</button></div>');
    live.querySelector('button')!.focus();
    update(live, page('<div id="a"><button>two</button></div>'));
    expect(live.textContent).toBe('one');
  });

  it('keeps a fold open', () => {
    const live = shown('<section id="a"><details><summary>s</summary>1</details></section>');
    live.querySelector('details')!.open = true;
    update(live, page('<section id="a"><details><summary>s</summary>2</details></section>'));
    expect(live.innerHTML).toBe('<section id="a"><details open=""><summary>s</summary>2</details></section>');
  });

  it('keeps a fold open where parts came', () => {
    const live = shown('<section id="a"><details><summary>s</summary>1</details></section>');
    live.querySelector('details')!.open = true;
    update(live, page('<section id="a"><details><summary>s</summary>1</details></section><p id="b">new</p>'));
    expect(live.querySelector('details')!.open).toBe(true);
    expect(live.querySelector('#b')!.textContent).toBe('new');
  });
});

describe('poll', () => {
  const run = async (refresh: () => Promise<void>, rounds: number, visible = () => true) => {
    const pauses: number[] = [];
    const lost: boolean[] = [];
    await poll({ refresh, visible, delay: async pause => void pauses.push(pause), lost: value => void lost.push(value) }, rounds);
    return { pauses, lost };
  };

  it('asks less and less often while nothing answers, and as before when it does', async () => {
    let call = 0;
    const { pauses, lost } = await run(async () => {
      if (++call <= 6) {
        throw new Error('away');
      }
    }, 8);
    expect(pauses).toEqual([2000, 4000, 8000, 16000, 30000, 30000, 30000, 2000]);
    expect(lost).toEqual([true, true, true, true, true, true, false, false]);
  });

  it('does not ask while nobody looks', async () => {
    let calls = 0;
    await run(async () => void calls++, 5, () => false);
    expect(calls).toBe(0);
  });
});
