import { noParams } from '../../core/registry';
import type { ExperimentReport, VariantReport } from '../../model/experiment-report';
import { placedNotes } from '../number-notes';
import type { ReportFormat } from '../report-format';

/** experiment.json: configuration, every number with its comparison in full, fingerprints and labels. */
export const jsonFormat: ReportFormat = {
  id: 'json',
  label: 'JSON',
  description: 'The whole experiment in one document: configuration, fingerprints, metrics, comparisons with all statistics.',
  params: noParams,
  write: (report) => [
    { name: 'experiment.json', mediaType: 'application/json', content: `${JSON.stringify(documentOf(report), plain, 2)}\n` },
  ],
};

/** NaN and infinities have no JSON form: null says "no value"; undefined fields of comparisons say so too. */
const plain = (_key: string, value: unknown): unknown =>
  value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;

function documentOf(report: ExperimentReport): Record<string, unknown> {
  const { config, result, labels, variants } = report;
  const notes = placedNotes(report);
  return {
    format: 'ranklab-experiment',
    version: 1,
    labels,
    ...(notes.length > 0 && { notes }),
    config,
    result: { ...result, variants: variants.map((variant, v) => variantDocument(variant, result.variants[v])) },
  };
}

type VariantOfResult = ExperimentReport['result']['variants'][number] | undefined;

/** @param further further parts of the result: the range over orders of interactions with equal timestamps. */
const variantDocument = (
  { name, evaluation, comparisons, run, lists }: VariantReport,
  further: VariantOfResult,
): Record<string, unknown> => ({
  name,
  listCount: run.users.length,
  ...(lists && { lists }),
  metrics: evaluation.metrics.map(({ values: _values, tieExtremes: _tieExtremes, ...metric }, m) => ({
    ...metric,
    cutoff: metric.cutoff ?? null,
    ...(further?.metrics[m]?.timeTies && { timeTies: further.metrics[m].timeTies }),
  })),
  comparisons: comparisons.map((comparison, c) => {
    const depends = further?.comparisons[c]?.verdictDependsOnTimeTies;
    return depends === undefined ? comparison : { ...comparison, verdictDependsOnTimeTies: depends };
  }),
});
