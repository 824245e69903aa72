import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { metricReferences, mentionedIn } from '#engine/report/paper/bibliography';
import { paperFormat } from '#engine/report/formats/paper';
import { version } from '#service/version';
import { exampleReport } from './example';

const sources = Object.fromEntries(metricRegistry.list().map(({ id, source }) => [id, source]));
const report = { ...exampleReport(), sources };
const file = (name: string): string => paperFormat.write(report).find((one) => one.name === name)?.content ?? '';

describe('files for a paper', () => {
  it('have a reference for every metric’s source', () => {
    const without = metricRegistry.list().filter(({ source }) => mentionedIn(source, metricReferences).length === 0);
    expect(without.map(({ id, source }) => `${id}: ${source}`)).toEqual([]);
  });

  it('cite exactly the entries of the bibliography', () => {
    const cited = new Set([...file('methods.tex').matchAll(/\\cite\{([^}]*)\}/g)].flatMap(([, keys]) => keys.split(',')));
    const held = [...file('references.bib').matchAll(/^@\w+\{(\w+),$/gm)].map(([, key]) => key);
    expect(new Set(held)).toEqual(cited);
    expect(held).toEqual([...new Set(held)]);
    for (const key of ['efron1987', 'smucker2007', 'student1908', 'wilcoxon1945', 'holm1979']) expect(held).toContain(key);
    // With unbalanced braces, BibTeX ignores everything after the fault.
    const text = file('references.bib');
    expect(text.split('{').length).toBe(text.split('}').length);
  });

  it('contain every statement of the result, the corrections, and the seed', () => {
    const text = file('methods.md');
    for (const statement of report.result.statements) expect(text).toContain(statement.replace(/[.;]?$/, '').replace(/[<>|]/g, '\\$&'));
    expect(text).toContain(`${report.result.familySize} tests`);
    expect(text).toContain('[@holm1979]');
  });
});

it('CITATION.cff names the version of the package', () => {
  expect(readFileSync(join(resolve(import.meta.dirname, '../..'), 'CITATION.cff'), 'utf8')).toContain(`version: ${version}\n`);
});
