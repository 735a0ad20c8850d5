/** A calculator's expressions: numbers, + - * / % ^, signs and parentheses. Nothing is evaluated as code. */
export function calculate(expression: string): number {
  const tokens = expression.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-').match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+|[a-z_]\w*|\S/gi) ?? [];
  let at = 0;

  const next = (...wanted: string[]): string | null => (wanted.includes(tokens[at] ?? '') ? tokens[at++]! : null);

  function sum(): number {
    let value = product();
    for (let sign = next('+', '-'); sign; sign = next('+', '-')) {
      const other = product();
      value = sign === '+' ? value + other : value - other;
    }
    return value;
  }

  function product(): number {
    let value = signed();
    for (let sign = next('*', '/', '%'); sign; sign = next('*', '/', '%')) {
      const other = signed();
      value = sign === '*' ? value * other : sign === '/' ? value / other : value % other;
    }
    return value;
  }

  function signed(): number {
    const sign = next('+', '-');
    return sign ? (sign === '-' ? -signed() : signed()) : power();
  }

  /** Binds to the right, and closer than a sign before it: -2^2 is -4. */
  function power(): number {
    const base = primary();
    return next('^') ? base ** signed() : base;
  }

  function primary(): number {
    if (next('(')) {
      const value = sum();
      if (!next(')')) {
        throw new Error(`A parenthesis is not closed in '${expression}'.`);
      }
      return value;
    }
    const token = tokens[at++];
    const value = Number(token);
    if (token === undefined || !Number.isFinite(value)) {
      throw new Error(token === undefined ? `'${expression}' ends too early.` : `'${token}' is not understood in '${expression}'.`);
    }
    return value;
  }

  const result = sum();
  if (at < tokens.length) {
    throw new Error(`'${tokens[at]}' is not understood in '${expression}'.`);
  }
  if (!Number.isFinite(result)) {
    throw new Error(`'${expression}' has no result.`);
  }
  return result;
}
