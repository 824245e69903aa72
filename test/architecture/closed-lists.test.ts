/** No code compares registry ids: special behaviour of an entry is a property of the entry. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { candidateSources } from '#engine/candidates/registry';
import { importPresets } from '#engine/dataset/importers/registry';
import { splitRegistry } from '#engine/dataset/splits/registry';
import { embeddingProviders } from '#engine/embeddings/registry';
import { decisionEstimators } from '#engine/evaluate/off-policy/estimators/registry';
import { slateEstimators } from '#engine/evaluate/off-policy/slates/estimators/registry';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { factorRegistry } from '#engine/factors/registry';
import { weightLearners } from '#engine/pipeline/learn/learners/registry';
import { sweepSearches } from '#engine/pipeline/sweep/search/registry';
import { reportFormats } from '#engine/report/formats/registry';
import { signalRegistry } from '#engine/rerank/registry';
import { annBackends } from '#service/ann/ann-backends';

const families = [
  candidateSources.ids,
  importPresets.ids,
  splitRegistry.ids,
  embeddingProviders.ids,
  metricRegistry.ids,
  factorRegistry.ids,
  reportFormats.ids,
  signalRegistry.ids,
  annBackends().map(({ id }) => id),
  sweepSearches.ids,
  weightLearners.ids,
  decisionEstimators.ids,
  slateEstimators.ids,
];

/** Places where a registry id occurs as a word with another meaning. */
const otherMeanings: readonly (readonly [word: string, file: RegExp, meaning: string])[] = [
  ['factors', /index-|side-|serving-|build-settings/, 'which vectors an index holds, and a part of a build'],
  ['content', /index-|side-|serving-/, 'which vectors an index holds'],
  ['random', /tune/, 'a method of search'],
  ['popularity', /pages\/model\/map\//, 'what the colours of the map show'],
  ['csv', /export-panel/, 'a format of data, whose options the panel shows'],
  ['random', /by-time/, 'a rule for interactions of one moment'],
  ['time', /exporters\/|importers\//, 'the type of a column'],
  ['json', /importers\/|row-reader|import\/vectors/, 'how the rows of a file are written'],
];

const root = resolve(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', 'src'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
const means = (word: string, path: string): boolean => otherMeanings.some(([other, file]) => other === word && file.test(path));

function findings(pattern: (ids: string) => RegExp, isFound: (match: RegExpMatchArray, ids: ReadonlySet<string>) => boolean): string[] {
  return families.flatMap((ids) => {
    const expression = pattern(ids.map((id) => id.replace(/[^\w-]/g, '')).join('|'));
    return files.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(expression)]
        .filter((match) => !means(match[1] ?? '', path) && isFound(match, new Set(ids)))
        .map((match) => `${path}: ${match[0].slice(0, 80)}`),
    );
  });
}

test('no condition compares with the id of a registry entry', () => {
  expect(
    findings(
      (ids) => new RegExp(`(?:[!=]==? |case )'(${ids})'`, 'g'),
      () => true,
    ),
  ).toEqual([]);
});

test('no list repeats the ids of a registry', () => {
  const membersOf = (text: string): string[] => [...text.matchAll(/'([^']+)'/g)].map(([, member = '']) => member);
  const repeats = (match: RegExpMatchArray, ids: ReadonlySet<string>): boolean =>
    membersOf(match[0]).filter((id) => ids.has(id)).length >= 3;
  expect(findings(() => /\[(?:\s*'[^']+',?)+\s*\]/g, repeats)).toEqual([]);
});
