import { describe, expect, it } from 'vitest';
import { createRng } from '../../core/rng';
import { evaluateTrec } from './evaluate-trec';
import { compareBytes } from './compare-bytes';
import { parseTrecQrels, parseTrecRun } from './trec-files';

// q1: relevant a (3), b (1); judged not relevant n1, n2; "u" was never judged. q2: nothing relevant. q3: not in the run.
const qrels = `
# a comment
q1 0 a 3
q1 0 b 1
q1\t0\tn1 0
q1 0 n2 0
q2 0 a 0
q3 0 a 1
`;
// q1 ranked n1, a, u, b, n2: the rank column is wrong and must be ignored. q9 was never judged.
const run = `q1 Q0 a 1 4.5 tag
q1 Q0 n1 9 5 tag
q1 Q0 b 2 3 tag
q1 Q0 u 3 3.5 tag
q1 Q0 n2 4 -1e-3 tag
q2 Q0 a 1 1 tag
q9 Q0 a 1 1 tag
`;
const log = Math.log2;
const valueOf = (spec: string, options = {}): number => evaluateTrec(qrels, run, [spec], options).measurements[0].value;

describe('evaluateTrec', () => {
  it('accepts names of trec_eval and RankLab, and averages over queries present in both files', () => {
    const perfect = 3 + 1 / log(3);
    const found = 3 / log(3) + 1 / log(5);
    // q2 has no relevant document and counts as 0, as in trec_eval.
    const cases: Record<string, number> = {
      map: (1 / 2 + 2 / 4) / 2,
      map_cut_3: 1 / 2 / 2,
      'map@3': 1 / 2 / 2,
      P_5: 2 / 5,
      'p@10': 2 / 10,
      'P.2': 1 / 2,
      recall_3: 1 / 2,
      recip_rank: 1 / 2,
      'mrr@1': 0,
      ndcg: found / perfect,
      ndcg_cut_2: 3 / log(3) / perfect,
      'ndcg@2': 3 / log(3) / perfect,
      Rprec: 1 / 2,
      success_1: 0,
      // a and b both have one judged irrelevant document above: 1 − 1/min(2, 2).
      bpref: 1 / 2,
      rbp: 0.2 * (0.8 + 0.8 ** 3),
      'rbp:p=0.5': 0.5 * (0.5 + 0.125),
    };
    const { measurements, queries } = evaluateTrec(qrels, run, Object.keys(cases));
    expect(queries).toEqual(['q1', 'q2']);
    for (const { spec, value, values } of measurements) {
      expect(values[0], spec).toBeCloseTo(cases[spec], 14);
      expect(value, spec).toBeCloseTo(cases[spec] / 2, 14);
    }
  });

  it('counts missing queries as 0 with the complete option', () => {
    expect(valueOf('recip_rank')).toBe(0.5 / 2);
    expect(valueOf('recip_rank', { complete: true })).toBe(0.5 / 3);
    const { missingQueries, unjudgedQueries } = evaluateTrec(qrels, run, ['map']);
    expect([missingQueries, unjudgedQueries]).toEqual([['q3'], ['q9']]);
  });

  it('applies the relevance level to binary metrics but not to gains', () => {
    expect(valueOf('map', { relevanceLevel: 2 })).toBe(0.5 / 2);
    expect(valueOf('ndcg', { relevanceLevel: 2 })).toBe(valueOf('ndcg'));
    expect(valueOf('num_rel', { relevanceLevel: 2 })).toBe(1);
  });

  it('sums counts over the queries of the run', () => {
    expect(evaluateTrec(qrels, run, ['num_q', 'num_ret', 'num_rel', 'num_rel_ret']).measurements.map(({ value }) => value)).toEqual([
      2, 6, 2, 2,
    ]);
  });

  it('breaks ties by descending document id', () => {
    const tied = 'q Q0 a 1 1 t\nq Q0 b 2 1 t\nq Q0 \u{1f600} 3 1 t\nq Q0 \uff5e 4 1 t\n';
    const order = ['\u{1f600}', '\uff5e', 'b', 'a'];
    order.forEach((document, i) => {
      expect(evaluateTrec(`q 0 ${document} 1\n`, tied, ['recip_rank']).measurements[0].value).toBe(1 / (i + 1));
    });
  });
});

it('rejects metrics that TREC files cannot answer, and invalid levels', () => {
  expect(() => evaluateTrec(qrels, run, ['coverage@10'])).toThrow('Metric “coverage@10” needs the items known at training time');
  expect(() => evaluateTrec(qrels, run, ['ndgc@10'])).toThrow('Unknown metric “ndgc”');
  expect(() => evaluateTrec(qrels, run, ['map'], { relevanceLevel: 0 })).toThrow('relevance level must be above 0');
});

describe('TREC files', () => {
  it.each([
    ['q1 0 a\n', 'qrels:1: 3 fields where “query iteration document grade” was expected'],
    ['q1 0 a 1\n\nq1 0 b x\n', 'qrels:3: the grade “x” is not a number'],
    ['q1 0 a 1\nq1 0 a 0\n', 'qrels:2: “a” appears twice for query “q1”'],
    ['# nothing\n', 'qrels holds no judgement'],
  ])('rejects %j', (text, message) => {
    expect(() => parseTrecQrels(text)).toThrow(message);
  });

  it('accepts a byte-order mark, CRLF and a missing last line end', () => {
    expect([...parseTrecQrels('\ufeffq1 0 a 1\r\nq1 0 b 0')].map(([query, judged]) => [query, [...judged]])).toEqual([
      [
        'q1',
        [
          ['a', 1],
          ['b', 0],
        ],
      ],
    ]);
    expect(() => parseTrecRun('q1 Q0 a 1 nan t', 'my.run')).toThrow('my.run:1: the score “nan” is not a number');
  });

  it('gathers a query whose lines stand apart, and finds a document that it has twice', () => {
    const lines = (...of: string[]): string => of.map((line, i) => `${line.replace(' ', ' Q0 ')} 0 ${9 - i} t\n`).join('');
    const apart = parseTrecRun(lines('q1 a', 'q2 a', 'q1 b', 'q2 b', 'q10 a', 'q1 c'));
    expect([...apart].map(([query, { documents, scores }]) => [query, documents, scores])).toEqual([
      ['q1', ['a', 'b', 'c'], [9, 7, 4]],
      ['q2', ['a', 'b'], [8, 6]],
      ['q10', ['a'], [5]],
    ]);
    for (const twice of [
      ['q1 a', 'q1 b', 'q1 a'],
      ['q1 a', 'q2 a', 'q1 a'],
      ['q1 b', 'q2 a', 'q1 a', 'q1 a'],
      ['q1 a', 'q2 a', 'q1 b', 'q2 b', 'q1 a'],
    ])
      expect(() => parseTrecRun(lines(...twice))).toThrow(`run:${twice.length}: “a” appears twice for query “q1”`);
  });

  it('reads scores to the last bit', () => {
    const plain = ['0', '-0', '.5', '5.', '-12.25', '0.1', '123456789012345', '0.000000000000001', '99999999999999.9', '007.10'];
    const other = ['1e-3', '+4', '1234567890123456', '0.1234567890123456789', '0x1F', '-0X10'];
    const rng = createRng(3);
    const random = Array.from({ length: 500 }, () => (rng.next() * 10 ** rng.int(6) - 50).toFixed(rng.int(12)));
    for (const text of [...plain, ...other, ...random]) {
      const expected = text.startsWith('-0X') ? -16 : Number(text);
      expect(parseTrecRun(`q Q0 a 1 ${text} t`).get('q')?.scores, text).toEqual([expected]);
    }
    for (const text of ['.', '-', '1.2.3', '1-2', '--1', '1e999', '٣'])
      expect(() => parseTrecRun(`q Q0 a 1 ${text} t`), text).toThrow('the score');
  });

  it('compares like strcmp on UTF-8', () => {
    const names = ['', 'a', 'a\u0000', 'ab', 'b', '\u00e9', '\uffee', '\u{10000}', '\u{1f600}'];
    const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
    for (const a of names) for (const b of names) expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(bytes(a), bytes(b)));
  });
});
