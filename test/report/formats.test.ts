import papaparse from 'papaparse';
import { describe, expect, it } from 'vitest';
import { restoreText } from '#engine/core/text/inert-text';
import { evaluateTrec } from '#engine/evaluate/trec/evaluate-trec';
import { comparisonToWire, metricResultToWire } from '#engine/evaluate/to-wire';
import { conventionsId } from '#engine/report/conventions-id';
import { writeReport } from '#engine/report/write-report';
import { reportFormats } from '#engine/report/formats/registry';
import { exampleReport, itemIds, itemTitles, userIds } from './example';

const report = exampleReport();
const fileOf = (format: string, name: string, of = report): string => {
  const file = reportFormats
    .get(format)
    .write(of)
    .find((candidate) => candidate.name === name);
  if (!file) throw new Error(`${format} wrote no ${name}`);
  return file.content;
};
const rowsOf = (name: string, of = report): Record<string, string>[] =>
  papaparse.parse<Record<string, string>>(fileOf('csv', name, of), { header: true, skipEmptyLines: true }).data;

describe.each(reportFormats.ids)('%s', (format) => {
  it('is byte-equal when written again', () => {
    expect(reportFormats.get(format).write(exampleReport())).toEqual(reportFormats.get(format).write(report));
  });

  it('writes the labels of a run into every file', () => {
    const labelled = exampleReport(['leakage: features saw past the split']);
    for (const file of reportFormats.get(format).write(labelled)) {
      if (file.name === 'qrels.txt') continue;
      expect(decodeURIComponent(file.content.replace(/%(?![0-9A-F]{2})/g, '%25')), file.name).toContain(
        'leakage: features saw past the split',
      );
    }
  });

  it('writes the conventions into every file except those that other programs read line by line', () => {
    const { conventions } = report.result;
    for (const file of reportFormats.get(format).write(report)) {
      if (format === 'trec' || format.startsWith('run-')) continue;
      const block = /ranklab-conventions (\{.*\})/.exec(file.content)?.[1];
      if (block !== undefined) expect(JSON.parse(block), file.name).toMatchObject({ id: conventionsId(conventions), conventions });
      else if (file.name.endsWith('.json')) expect(JSON.parse(file.content), file.name).toMatchObject({ result: { conventions } });
      else
        expect(
          new Set(
            papaparse
              .parse<Record<string, string>>(file.content, { header: true, skipEmptyLines: true })
              .data.map((row) => row.conventions),
          ),
          file.name,
        ).toEqual(new Set([conventionsId(conventions)]));
    }
    // conventions.json holds them for all files.
    const [beside] = writeReport(report, [reportFormats.get(format)]).filter(({ name }) => name === 'conventions.json');
    expect(JSON.parse(beside.content)).toMatchObject({ format: 'ranklab-conventions', conventions });
  });

  it('uses no characters in file names that file systems reject', () => {
    for (const file of reportFormats.get(format).write(report)) expect(file.name).toMatch(/^[A-Za-z0-9.-]+$/);
  });
});

describe('CSV', () => {
  it('names each variant’s policy for users without history', () => {
    expect(rowsOf('summary.csv').map((row) => row.cold_users)).toEqual(Array.from({ length: 8 }, () => 'fallback'));
  });

  it('preserves ids, titles and numbers exactly', () => {
    const lists = rowsOf('lists.csv');
    const { run, contributions } = report.variants[0];
    expect(lists).toHaveLength(2 * 7 * 4);
    lists.slice(0, 28).forEach((row, i) => {
      const slot = i < 20 ? i : i + 4; // user 5 has an empty list
      expect(restoreText(row.user_id)).toBe(userIds[slot >> 2]);
      expect(restoreText(row.video_id)).toBe(itemIds[run.items[slot]]);
      expect(restoreText(row.title)).toBe(itemTitles[run.items[slot]]);
      expect(Number(row.score)).toBe(run.scores[slot]);
      expect(Number(row.position)).toBe((slot % 4) + 1);
      expect(Number(row.contribution_similarity)).toBe(contributions[2 * slot]);
      expect(row.contribution_diversity).toBe('');
    });
  });

  it('has ndcg that can be recomputed from lists.csv alone except for the ideal', () => {
    const lists = rowsOf('lists.csv');
    const ideal = 2 + 1 / Math.log2(3) + 1 / 2;
    for (const row of rowsOf('per-user.csv')) {
      const own = lists.filter((entry) => entry.variant === row.variant && entry.user_id === row.user_id && Number(entry.position) <= 3);
      const gain = own.reduce((sum, entry) => sum + Number(entry.relevance) / Math.log2(Number(entry.position) + 1), 0);
      if (restoreText(row.user_id) === userIds[3]) expect(row['ndcg@3']).toBe('');
      else expect(Number(row['ndcg@3'])).toBeCloseTo(gain / ideal, 12);
    }
  });

  it('neutralises text and leaves numbers unchanged', () => {
    const cells = papaparse.parse<string[]>(fileOf('csv', 'lists.csv')).data.flat();
    for (const cell of cells) if (/^[\s"']*[=+@\uff1d]/.test(cell) && cell !== '+11') expect(cell.startsWith("'"), cell).toBe(true);
    expect(rowsOf('lists.csv').some((row) => row.video_id === '-1.5')).toBe(true);
    const summary = rowsOf('summary.csv');
    expect(summary.map((row) => row.variant)).toEqual([...Array<string>(4).fill('Baseline'), ...Array<string>(4).fill(`'=B & "50%"`)]);
    const negative = summary.filter((row) => Number(row.difference) < 0);
    for (const row of negative) expect(row.difference).toMatch(/^-\d/);
  });

  it('summarises values, exclusions and comparisons', () => {
    const [ndcg, , coverage, ild] = rowsOf('summary.csv').slice(4);
    const comparison = report.variants[1].comparisons[0];
    expect(Number(ndcg.value)).toBe(report.variants[1].evaluation.metrics[0].value);
    expect(Number(ndcg.difference)).toBe(comparison.difference);
    expect(Number(ndcg.adjusted_p_value)).toBe(comparison.adjustedPValue);
    expect(ndcg).toMatchObject({
      users_evaluated: '7',
      users_excluded: '1',
      excluded_because: 'no-relevant-items: 1',
      pairs: '7',
      cutoff: '3',
    });
    expect(coverage).toMatchObject({ scope: 'global', interval_method: 'user bootstrap (BCa, jackknife influences)' });
    expect(ild).toMatchObject({ value: '', note: 'needs content embeddings', users_evaluated: '0' });
  });
});

describe('segments.csv', () => {
  it('is written if segments were measured, with one line per segment, variant and metric', () => {
    const [baseline, variant] = report.variants.map(({ name, evaluation, comparisons }) => ({
      name,
      metrics: evaluation.metrics.map(metricResultToWire),
      comparisons: comparisons.map(comparisonToWire),
    }));
    const segments = [{ segmentation: 'column:=1+1', segment: '=cold', userCount: 8, variants: [baseline, variant] }];
    const rows = rowsOf('segments.csv', { ...report, result: { ...report.result, segments } });
    expect(rows).toHaveLength(8);
    expect(rows[0]).toMatchObject({
      segmentation: 'column:=1+1',
      segment: "'=cold",
      users: '8',
      variant: 'Baseline',
      metric: 'ndcg@3',
      difference: '',
    });
    expect(Number(rows[4].difference)).toBe(report.variants[1].comparisons[0].difference);
    expect(
      reportFormats
        .get('csv')
        .write(report)
        .map((file) => file.name),
    ).toEqual(['summary.csv', 'per-user.csv', 'lists.csv']);
  });
});

describe('TREC', () => {
  it('gives trec_eval the displayed numbers', () => {
    const runFiles = reportFormats
      .get('trec')
      .write(report)
      .filter((file) => file.name.startsWith('run-'));
    expect(runFiles.map((file) => file.name)).toEqual(['run-1-Baseline.txt', 'run-2-B-50.txt']);
    runFiles.forEach((file, v) => {
      const { measurements, queries } = evaluateTrec(fileOf('trec', 'qrels.txt'), file.content, ['ndcg_cut_3', 'recall_4', 'num_q'], {
        complete: true,
      });
      const { metrics } = report.variants[v].evaluation;
      expect(measurements[0].value).toBeCloseTo(metrics[0].value, 12);
      expect(measurements[1].value).toBeCloseTo(metrics[1].value, 12);
      expect(measurements[2].value).toBe(7);
      expect(queries.map(decodeURIComponent).sort()).toEqual(userIds.filter((_, u) => u !== 3).sort());
    });
  });

  it('writes strictly descending scores, also in single precision', () => {
    const byQuery = new Map<string, number[]>();
    for (const line of fileOf('trec', 'run-2-B-50.txt').trim().split('\n')) {
      const [query, q0, document, , score, tag, ...rest] = line.split(' ');
      expect([q0, rest.length, tag.length > 0]).toEqual(['Q0', 0, true]);
      expect(itemIds).toContain(decodeURIComponent(document));
      byQuery.set(query, [...(byQuery.get(query) ?? []), Number(score)]);
    }
    for (const scores of byQuery.values()) {
      scores.slice(1).forEach((score, i) => expect(Math.fround(score)).toBeLessThan(Math.fround(scores[i])));
      expect(scores[0]).toBe(0.1 + 0.2);
    }
  });
});

describe('JSON', () => {
  it('is one document with configuration, labels and every statistic', () => {
    const document = JSON.parse(fileOf('json', 'experiment.json')) as {
      config: { seed: number };
      labels: string[];
      result: { variants: { metrics: { value: number | null; note?: string }[]; comparisons: Record<string, unknown>[] }[] };
    };
    expect(document.config.seed).toBe(42);
    const [baseline, variant] = document.result.variants;
    expect(baseline.comparisons).toEqual([]);
    expect(baseline.metrics[3]).toMatchObject({ value: null, note: 'needs content embeddings' });
    expect(variant.comparisons[0]).toMatchObject({
      spec: 'ndcg@3',
      details: { wins: expect.any(Number) as number, wilcoxonPratt: { pValue: expect.any(Number) as number } },
    });
  });
});

describe('tables for reading', () => {
  it('escape Markdown and LaTeX syntax', () => {
    const markdown = fileOf('markdown', 'experiment.md');
    expect(markdown.split('\n')[0]).toBe('| Variant | ndcg@3 | recall@4 | coverage@4 | ild@4 |');
    expect(markdown).toContain('| =B & "50%" |');
    const latex = fileOf('latex', 'experiment.tex');
    expect(latex).toContain('=B \\& "50\\%"');
    expect(latex).toContain('value $\\ge$ 4');
    expect(latex).toContain('no value');
  });
});
