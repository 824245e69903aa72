import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuoteScanner } from './quotes';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function scan(text: string, delimiter = ',') {
  const scanner = new QuoteScanner(delimiter);
  scanner.feed(bytes(text));
  return scanner.finish();
}

describe('QuoteScanner', () => {
  it.each([
    ['a,b\n1,2\n', 2],
    ['a,b\r\n1,2\r\n', 2],
    ['a,b\r1,2\r', 2],
    ['a,b\n1,2', 2],
    ['"a\nb",c\nd,e\n', 3],
    ['', 0],
    ['\n\n', 2],
  ])('counts the lines of %j: %i', (text, lines) => {
    expect(scan(text)).toEqual({ lines, unterminatedAtLine: undefined });
  });

  it.each([
    ['a,"b\nc,d\n', 1],
    ['a,b\nc,"d""\ne\n', 2],
    ['a,b\n"c,d', 2],
    ['x,"ok"\ny,"', 2],
  ])('names the line of the opening quotation mark in %j', (text, line) => {
    expect(scan(text).unterminatedAtLine).toBe(line);
  });

  it.each(['a,"b"\n', 'a,"b ""c"" d"\n', 'a,it"s\n', 'a,5" disk\n', '"","",""\n', 'a,"multi\nline"\n'])('finds no fault in %j', (text) => {
    expect(scan(text).unterminatedAtLine).toBeUndefined();
  });

  it('ignores quotation marks after one that stays open for a thousand lines', () => {
    const text = 'a,"never closed\n' + 'b,c\n'.repeat(1500) + 'd,"fine"\n';
    expect(scan(text)).toEqual({ lines: 1502, unterminatedAtLine: 1 });
  });

  it('gives the same result however the bytes are divided into chunks', () => {
    const text = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a') });
    fc.assert(
      fc.property(text, fc.nat(20), (content, cut) => {
        const scanner = new QuoteScanner(',');
        const all = bytes(content);
        scanner.feed(all.subarray(0, cut));
        scanner.feed(all.subarray(cut));
        expect(scanner.finish()).toEqual(scan(content));
      }),
    );
  });
});
