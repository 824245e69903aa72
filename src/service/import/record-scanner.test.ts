import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordScanner } from './record-scanner';
import type { RecordSink, ScannerFormat } from './row-scanner';

interface Seen {
  rows: [number, ...string[]][];
  rejects: [line: number, column: number, reason: string][];
}

interface ScanOptions extends Partial<Pick<ScannerFormat, 'delimiter' | 'quotes'>> {
  readonly expected?: number;
  readonly blockSize?: number;
}

function scan(text: string | Buffer, { delimiter = ',', quotes = 'double', expected = 0, blockSize = 1 << 20 }: ScanOptions = {}): Seen {
  const seen: Seen = { rows: [], rejects: [] };
  const sink: RecordSink = {
    record: (fields) => seen.rows.push([fields.line, ...Array.from({ length: fields.count }, (_, i) => fields.text(i))]),
    reject: (line, column, reason) => seen.rejects.push([line, column, reason]),
  };
  const scanner = new RecordScanner({ delimiter, quotes }, sink);
  scanner.expectedFields = expected;
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += blockSize) scanner.push(bytes.subarray(from, from + blockSize));
  scanner.finish();
  return seen;
}

const open = 'unterminated-quote';

describe('record scanner', () => {
  it('handles all line ends and numbers the lines of the records', () => {
    expect(scan('a,b\r\nc,d\ne,f\rg,h').rows).toEqual([
      [1, 'a', 'b'],
      [2, 'c', 'd'],
      [3, 'e', 'f'],
      [4, 'g', 'h'],
    ]);
  });

  it('reads quoted fields with delimiters, doubled quotation marks and line ends', () => {
    expect(scan('1,"a,b ""c""\r\nd"\n2,"",x\n').rows).toEqual([
      [1, '1', 'a,b "c"\r\nd'],
      [3, '2', '', 'x'],
    ]);
  });

  it('reads a quotation mark within a field as text, on request everywhere', () => {
    expect(scan('5" disk,b\n').rows).toEqual([[1, '5" disk', 'b']]);
    expect(scan('"a,b\nc",d', { quotes: 'none' }).rows).toEqual([
      [1, '"a', 'b'],
      [2, 'c"', 'd'],
    ]);
  });

  it('supports delimiters of several characters', () => {
    expect(scan('1::a:b::"c::d"\n2::::\n', { delimiter: '::', blockSize: 1 }).rows).toEqual([
      [1, '1', 'a:b', 'c::d'],
      [2, '2', '', ''],
    ]);
  });

  it('rejects only the line with the unterminated quotation mark', () => {
    const text = 'a,b\n1,"open\n2,x\n3,"fine"\n4,y\n';
    expect(scan(text, { expected: 2 })).toEqual({
      rows: [
        [1, 'a', 'b'],
        [3, '2', 'x'],
        [4, '3', 'fine'],
        [5, '4', 'y'],
      ],
      rejects: [[2, 1, open]],
    });
    expect(scan('a,b\n1,"open\n2,x', { expected: 2 }).rejects).toEqual([[2, 1, open]]);
  });

  it('names the line of the quotation mark, not of the record, after a field of several lines', () => {
    const seen = scan('h,i,j\n1,"two\nlines","open\n2,x,y\n', { expected: 3 });
    expect(seen.rejects).toEqual([[3, 2, open]]);
    expect(seen.rows.map(([line]) => line)).toEqual([1, 4]);
  });

  it('does not swallow rows up to a later quotation mark', () => {
    const seen = scan('1,"open\n2,x\n3,y"\n4,z\n', { expected: 2 });
    // Lines 1 to 3 together form a valid field; read separately they are one bad row and two good ones. The grammar takes precedence.
    expect(seen.rows).toEqual([
      [1, '1', 'open\n2,x\n3,y'],
      [4, '4', 'z'],
    ]);
    const ragged = scan('1,"open\n2,x\n3,y",z\n4,z\n', { expected: 2 });
    expect(ragged.rejects).toEqual([
      [1, 1, open],
      [3, 1, 'too-many-columns'],
    ]);
    expect(ragged.rows.map(([line]) => line)).toEqual([2, 4]);
  });

  it('reports ragged rows and empty lines', () => {
    expect(scan('a,b\n1\n\n1,2,3\n1,2\n', { expected: 2 })).toEqual({
      rows: [
        [1, 'a', 'b'],
        [5, '1', '2'],
      ],
      rejects: [
        [2, 0, 'too-few-columns'],
        [3, -1, 'empty-line'],
        [4, 1, 'too-many-columns'],
      ],
    });
  });

  it('reads a field of 10 MB, and rejects a line of 40 MB without losing the next', () => {
    const large = 'x'.repeat(10_000_000);
    expect(
      scan(`a,"${large}"\nb,c\n`, { expected: 2, blockSize: 1 << 18 }).rows.map((row) => row.map((cell) => String(cell).length)),
    ).toEqual([
      [1, 1, 10_000_000],
      [1, 1, 1],
    ]);
    const tooLarge = scan(`a,${'y'.repeat(40_000_000)}\r\nb,c\r\n`, { expected: 2, blockSize: 1 << 18 });
    expect(tooLarge.rows.map(([line]) => line)).toEqual([2]);
    expect(tooLarge.rejects).toHaveLength(1);
  });

  it('stays fast if every line has an unclosed quotation mark', () => {
    const seen = scan('1,"open\n'.repeat(60_000), { expected: 2, blockSize: 1 << 16 });
    expect(seen.rows.length + seen.rejects.length).toBe(60_000);
  });

  it('gives the same rows however the text is divided into blocks', () => {
    const piece = fc.constantFrom('a', 'é', '"', '""', ',', '\n', '\r', '\r\n', '😀', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (pieces, blockSize) => {
        const text = pieces.join('');
        expect(scan(text, { blockSize, expected: 2 })).toEqual(scan(text, { expected: 2 }));
      }),
      { numRuns: 500 },
    );
  });

  it('reads back fields written with quotation marks', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'ß', "'") });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
        const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        const seen = scan(text, { expected: 3, blockSize: 5 });
        expect(seen.rejects).toEqual([]);
        expect(seen.rows.map(([, ...cells]) => cells)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });
});
