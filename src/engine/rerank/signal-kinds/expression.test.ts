import { describe, expect, it } from 'vitest';
import { parseExpression } from './expression';

const values: Readonly<Record<string, number>> = { views: 10, age_days: 60, 'column:box office': 4 };
const valueOf = (name: string): number => (Object.hasOwn(values, name) ? values[name] : NaN);
const result = (text: string): number => parseExpression(text, 'expression').evaluate(valueOf);
const problem = (text: string): unknown => {
  try {
    return parseExpression(text, 'signals.x.params.expression').names;
  } catch (error) {
    return error;
  }
};

describe('a formula', () => {
  it.each([
    ['log1p(views) * exp(-age_days / 30)', Math.log1p(10) * Math.exp(-2)],
    ['2 + 3 * 4 ** 2 / 8', 8],
    ['views > 5 && age_days < 30 ? 1 : -1', -1],
    ['column("box office") + max(1, views, 3)', 14],
    ['given(nothing, 7)', 7],
    ['!(views == 10)', 0],
  ])('%s', (text, expected) => expect(result(text)).toBeCloseTo(expected, 12));

  it('lists the names that it reads', () => {
    expect(parseExpression('a + b * a + column("c d")', '').names).toEqual(['a', 'b', 'column:c d']);
  });

  it.each([
    ['log1p(', 'at character'],
    ['views +', 'at character'],
    ['views margin', 'operator missing'],
    ['views.constructor', 'MemberExpression'],
    ['constructor("return process")()', 'function'],
    ['toString(views)', 'no function toString'],
    ['this', 'ThisExpression'],
    ['[1, 2]', 'ArrayExpression'],
    ['"text"', 'is not a number'],
    ['pow(2)', 'pow takes 2 values, not 1'],
    ['views | 3', 'operator |'],
    ['views = 3', 'at character'],
  ])('rejects %s with the fault and its place', (text, message) => {
    expect(problem(text)).toMatchObject({ code: 'INVALID_ARGUMENT', details: { place: 'signals.x.params.expression' } });
    expect((problem(text) as Error).message).toContain(message);
  });
});
