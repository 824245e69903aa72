import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isRankLabError } from '#shared/errors';
import { evaluateTrec } from '#engine/evaluate/trec/evaluate-trec';

const fragment = fc.constantFrom(
  'q1',
  'q2',
  '0',
  'Q0',
  'd1',
  'd2',
  '1',
  '-1',
  '2.5',
  '1e999',
  'nan',
  '#',
  '\t',
  ' ',
  '\n',
  '\r\n',
  '\ufeff',
  '__proto__',
  '\u0000',
  'é',
);
const text = fc.oneof(
  fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

it('any two texts are evaluated or rejected with a place, without other failures', () => {
  fc.assert(
    fc.property(text, text, (qrels, run) => {
      try {
        const { measurements } = evaluateTrec(qrels, run, ['ndcg@10', 'map', 'bpref', 'num_ret']);
        for (const { value } of measurements) expect(Number.isNaN(value) || value >= 0).toBe(true);
      } catch (error) {
        expect(isRankLabError(error) && error.details.place).toMatch(/^(qrels|run)(:\d+)?$/);
      }
    }),
    { numRuns: 300 },
  );
});

it('ids may be any text without white space, even names of Object members', () => {
  const id = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', '007', '7', '9007199254740993'),
    fc.stringMatching(/^[^\s#\ufeff]{1,12}$/u),
  );
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 6 }), id, (documents, query) => {
      const qrels = documents.map((document, i) => `${query} 0 ${document} ${i === 0 ? 1 : 0}\n`).join('');
      const run = documents.map((document, i) => `${query} Q0 ${document} 1 ${-i} tag\n`).join('');
      const result = evaluateTrec(qrels, run, ['recip_rank', 'num_ret']);
      expect(result.queries).toEqual([query]);
      expect(result.measurements.map(({ value }) => value)).toEqual([1, documents.length]);
    }),
    { numRuns: 100 },
  );
});
