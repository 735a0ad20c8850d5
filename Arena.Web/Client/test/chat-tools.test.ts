import { describe, expect, it } from 'vitest';
import { calculate } from '../src/chat/arithmetic';
import { readTools, runTool } from '../src/chat/tools';

const run = (name: string, args: string) => runTool({ id: '1', type: 'function', function: { name, arguments: args } }, new Date('2026-01-01T12:00:00Z'));

describe('the calculator', () => {
  it.each([['(17 + 4) * 23', 483], ['2+3*4', 14], ['-2^2', -4], ['2^3^2', 512], ['2^-1', 0.5], ['10 % 4 / 2', 1], ['--3', 3], ['.5 × 4 ÷ 2 − 1', 0], ['1e3', 1000], ['8/4/2', 1]])('%s is %d', (expression, result) =>
    expect(calculate(expression)).toBe(result),
  );
  it.each(['', '1+', '(1', '1)', '1 2', 'alert(1)', '1/0', '0/0', '2**3'])('%s is refused', expression => expect(() => calculate(expression)).toThrow());
});

describe('a tool of the page', () => {
  it('answers, and says why when it cannot', () => {
    expect(run('calculate', '{"expression":"6*7"}')).toBe('42');
    expect(run('calculate', '{"expression":"six"}')).toBe(`{"error":"'six' is not understood in 'six'."}`);
    expect(run('calculate', '{}')).toBe(`{"error":"The argument 'expression' is missing."}`);
    expect(run('calculate', 'not JSON')).toMatch(/^{"error":/);
    expect(run('calculate', 'null')).toMatch(/^{"error":/);
    expect(run('get_current_time', '{"time_zone":"Asia/Tokyo"}')).toMatch(/^Thursday.* 1 January 2026 at 21:00:00/);
    expect(run('get_current_time', '{"time_zone":"Nowhere"}')).toMatch(/^{"error":/);
    expect(run('get_weather', '{}')).toBeNull();
  });
});

describe('tools that a user wrote down', () => {
  it('are read as OpenAI writes them', () =>
    expect(readTools('[{"type":"function","function":{"name":"get_weather"}}]')).toEqual([
      { type: 'function', function: { name: 'get_weather', description: '', parameters: { type: 'object', properties: {} } } },
    ]));
  it('may be none', () => expect(readTools(' ')).toEqual([]));
  it.each(['{', '[null]', '[{"function":{}}]', '[{"function":{"name":"two words"}}]', '[{"function":{"name":"calculate"}}]'])('%s is refused', json => expect(() => readTools(json)).toThrow());
});
