import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertText, restoreText } from './inert-text';

describe('inertText', () => {
  it.each([
    '=1+1',
    '+1+1',
    '-1+cmd',
    '@SUM(A1)',
    ' =1+1',
    '\t=1+1',
    '\n=1+1',
    '\r=1',
    '"=1+1',
    "'=1+1",
    '=1+1\nnote',
    '\uff1d1+1',
    '\uff0b1',
    '\uff0dx',
    '\uff20x',
    '\u00a0=1',
    '\ufeff=1',
    '\u200b=1',
    '\ttab',
    '\rreturn',
    '\nline',
    '-',
    '+49 170 1',
  ])('neutralises %j', (text) => {
    expect(inertText(text)).toBe(`'${text}`);
  });

  it.each(['-1.5', '+3', '1e-5', '-2E+10', '.5', 'plain', 'a=b', 'user@example.org', 'Rock & Roll – live', '', "it's", '007'])(
    'leaves %j unchanged',
    (text) => {
      expect(inertText(text)).toBe(text);
    },
  );

  it('is reversible for every text', () => {
    const hostileText = fc.string({ unit: fc.constantFrom("'", '"', '=', '+', '-', '@', ' ', '\t', '\n', '\uff1d', 'a', '1', '.', 'e') });
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), hostileText), (text) => restoreText(inertText(text)) === text));
  });
});
