import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisons, conditionText, parseCondition, splitList, type Condition } from './conditions';

describe('a condition as text', () => {
  it.each<[string, Condition]>([
    ['price <= 20', { column: 'price', is: '<=', value: '20' }],
    ['is_click=1', { column: 'is_click', is: '=', value: '1' }],
    ['watch ratio>=0.5 or missing', { column: 'watch ratio', is: '>=', value: '0.5', orMissing: true }],
    ['country != ', { column: 'country', is: '!=', value: '' }],
    ['language in (de, "en, us")', { column: 'language', is: 'in', value: ['de', 'en, us'] }],
    ['language not in (de) or missing', { column: 'language', is: 'not in', value: ['de'], orMissing: true }],
    ['has discount', { column: 'discount', is: 'has', value: '' }],
    ['lacks "a=b"', { column: 'a=b', is: 'lacks', value: '' }],
    ['has x = 1', { column: 'has x', is: '=', value: '1' }],
    ['"price, net" < 3', { column: 'price, net', is: '<', value: '3' }],
    ['"x "" y" = "a ""b"""', { column: 'x " y', is: '=', value: 'a "b"' }],
    ['made in China = yes', { column: 'made in China', is: '=', value: 'yes' }],
    ['note = a in (b)', { column: 'note', is: '=', value: 'a in (b)' }],
    ['Größe in cm >= 3', { column: 'Größe in cm', is: '>=', value: '3' }],
  ])('%s', (text, condition) => {
    expect(parseCondition(text)).toEqual(condition);
    expect(parseCondition(conditionText(condition))).toEqual(condition);
  });

  it.each(['', 'price', 'in (a)', '= 3', 'x in ()', 'x in a, b', 'has ', 'x < '])('is refused where it is none: %j', (text) => {
    expect(parseCondition(text)).toBeUndefined();
  });

  it('is read back from its own text, whatever signs the names and values have', () => {
    const word = fc
      .string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'ab ",=<>!()é', 'has ', ' in ', ' or missing') })
      .map((text) => text.trim());
    const filled = word.filter((text) => text !== '');
    fc.assert(
      fc.property(
        filled,
        fc.constantFrom(...comparisons),
        word,
        fc.array(filled, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (column, is, one, list, missing) => {
          fc.pre(one !== '' || !/[<>]/.test(is));
          const value = is === 'has' || is === 'lacks' ? '' : is === 'in' || is === 'not in' ? list : one;
          const orMissing = missing && is !== 'has' && is !== 'lacks' ? { orMissing: true } : {};
          const condition: Condition = { column, is, value, ...orMissing };
          expect(parseCondition(conditionText(condition))).toEqual(condition);
        },
      ),
    );
  });
});

it('a list is divided at commas outside quotation marks', () => {
  expect(splitList('warmth, "column:a, b",column:c ')).toEqual(['warmth', 'column:a, b', 'column:c']);
  expect(splitList(',a,,b,')).toEqual(['a', 'b']);
});

it('a text that is no condition is refused in time that grows with its length', () => {
  const fill = (part: string): string => part.repeat(5_000 / part.length);
  const [spaces, quotes] = [fill(' '), fill('"')];
  const texts = [
    ...['', 'a', 'a =', 'a = b', 'a = b or', 'a not', 'a in', 'a in (b)', 'a in (b) or', '"a"', '"a" =', 'has', 'has a', 'has "'].map(
      (start) => `${start}${spaces}x`,
    ),
    ...['', 'a = ', 'a in (', 'has ', '"a'].map((start) => start + quotes),
    ...['a', 'a ', 'a!', 'a in ', ' not in', '" ', '"a" ', '"a', 'has ', 'or missing ', 'in ('].flatMap((part) => [
      fill(part),
      `has ${fill(part)}"`,
      `a = "${fill(part)}`,
    ]),
    ...[') ', ')   ', ') or missing', '",', '"a,', '""a', ' ,'].flatMap((part) => [`a in (${fill(part)}`, `a in (${fill(part)})"`]),
  ];
  // A pattern that tries every division of the spaces takes minutes.
  expect(texts.length).toBeGreaterThan(50);
  for (const text of texts) expect(() => parseCondition(text)).not.toThrow();
});
