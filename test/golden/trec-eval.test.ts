import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateTrec } from '#engine/evaluate/trec/evaluate-trec';
import { trecFamilies, trecMeasures } from '#engine/evaluate/trec/measures/registry';
import { differences, type TrecValues } from './trec-eval-parity';

interface GoldenCase {
  readonly qrels: string;
  readonly run: string;
  readonly flags: string[];
  readonly outcome: { values?: TrecValues; refused?: string };
}

const golden = JSON.parse(readFileSync(new URL('trec-eval.json', import.meta.url), 'utf8')) as { cases: GoldenCase[] };
const text = (name: string): string => readFileSync(new URL(`trec/${name}`, import.meta.url), 'utf8');

/** Scores that trec_eval misreads without an error; ours are rejected with file and line. */
const refusedHere: Readonly<Record<string, string>> = {
  inf: 'inf.r:1: the score “inf” is not a finite number',
  nan: 'nan.r:1: the score “nan” is not a',
  junkscore: 'junkscore.r:1: the score “2abc” is not a number',
};
const named = ({ qrels }: GoldenCase): string => qrels.replace(/\.[qp]$/, '');
const evaluate = (name: string) =>
  evaluateTrec(text(`${name}.q`), text(`${name}.r`), [], { qrelsFile: `${name}.q`, runFile: `${name}.r` }, ['all_trec']);

describe('values of trec_eval 10', () => {
  const accepted = golden.cases.filter((one) => one.outcome.values && refusedHere[named(one)] === undefined);

  it.each(accepted.map((one) => [`${one.qrels} ${one.run} ${one.flags.join(' ')}`, one] as const))('%s', (_name, one) => {
    const { compared, wrong } = differences(one.flags, text(one.qrels), text(one.run), one.outcome.values ?? {}, text);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });

  it('exist for every measure, in enough cases', () => {
    const seen = new Set(accepted.flatMap(({ outcome }) => Object.keys(outcome.values ?? {})));
    for (const { id } of trecMeasures)
      expect(
        [...seen].some((name) => name === id || name.startsWith(`${id}_`)),
        id,
      ).toBe(true);
    for (const ids of Object.values(trecFamilies)) for (const id of ids) expect(trecMeasures.map((measure) => measure.id)).toContain(id);
    expect(accepted.length).toBeGreaterThan(50);
  });
});

describe('input that trec_eval rejects, crashes on or misreads', () => {
  it.each([
    ...Object.entries(refusedHere),
    ['dup', 'dup.r:2: “a” appears twice for query “1”'],
    ['dupq', 'dupq.q:2: “a” appears twice for query “1”'],
    ['five', 'five.r:1: 5 fields where'],
    ['empty', 'empty.r holds no ranked document'],
  ])('%s is rejected with file and line', (name, message) => {
    expect(() => evaluate(name)).toThrow(message);
  });

  it('a byte-order mark and blank lines are ignored', () => {
    const map = (name: string): number | undefined => evaluate(name).measurements.find(({ spec }) => spec === 'map')?.value;
    expect(evaluate('bom').queries).toEqual(['1']);
    expect(map('bom')).toBe(1);
    expect(map('blank')).toBeGreaterThan(0);
  });

  it('a judged query missing from the run is ignored, or an empty list with the complete option', () => {
    const run = (complete: boolean) => evaluateTrec(text('missing.q'), text('missing.r'), [], { complete }, ['map', 'num_q', 'num_rel']);
    expect(run(false).queries).toEqual(['1', '3', '4']);
    expect([run(false).missingQueries, run(false).unjudgedQueries]).toEqual([['2'], ['5']]);
    expect(run(true).measurements.map(({ value }) => value)).toEqual([0.5, 4, 3]);
  });

  it('huge grades are valid gains, and rejected beyond double precision', () => {
    const value = evaluate('bigrel').measurements.find(({ spec }) => spec === 'ndcg')?.value ?? NaN;
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(1);
    expect(() => evaluateTrec('1 0 a 9007199254740993\n', '1 Q0 a 1 1 t\n', ['map'])).toThrow('qrels:1: the grade');
    expect(() => evaluateTrec('1 0 a 1e3\n', '1 Q0 a 1 1 t\n', ['map'])).toThrow('qrels:1: the grade “1e3” is not a number');
    expect(() => evaluateTrec('1 0 a 1\n', '1 Q0 a 1 1e400 t\n', ['map'])).toThrow('run:1: the score “1e400” is not a finite number');
  });

  it('fractional grades are truncated like in trec_eval, with a note', () => {
    expect(evaluate('float').notes).toEqual(['2 fractional grades of float.q cut to whole numbers, as trec_eval does']);
    expect(evaluate('ties').notes).toEqual([]);
  });
});
