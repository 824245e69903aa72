import type { Conventions } from '#shared/schemas/conventions';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { formatDifference, formatP, formatShare, formatValue, plural } from './format';
import { readable } from '#shared/words';
import { letterOf } from './lab-document';
import type { TextTable } from './table-text';

/** A table as a paper prints it: digits as shown, and a caption that says what the numbers are. */
export interface PaperTable extends TextTable {
  readonly caption: string;
}

interface Measured {
  readonly variants: ExperimentResult['variants'];
  readonly familySize: number;
  readonly conventions?: Conventions | undefined;
}

const corrections: Readonly<Record<string, string>> = { holm: 'Holm', 'benjamini-hochberg': 'Benjamini–Hochberg' };

/** Metrics down; each challenger with its value, difference [interval], corrected p and verdict. */
export function paperTable({ variants, familySize, conventions }: Measured): PaperTable {
  const [baseline, ...challengers] = variants;
  const columns = [
    'Metric',
    `A ${baseline?.name ?? ''}`,
    ...challengers.flatMap(({ name }, index) => {
      const letter = letterOf(index + 1);
      return [`${letter} ${name}`, `${letter} − A [interval]`, 'p', 'Verdict'];
    }),
  ];
  const rows = (baseline?.metrics ?? []).map(({ spec, value }, row) => [
    spec,
    formatValue(value),
    ...challengers.flatMap(({ metrics, comparisons }) => {
      const comparison = comparisons.find((candidate) => candidate.spec === spec);
      if (!comparison) return [formatValue(metrics[row]?.value), '–', '–', '–'];
      const { difference, interval, correctedInterval: corrected, adjustedPValue, pValue, verdict } = comparison;
      const { low, high } = corrected ?? interval;
      const ends = `[${low === null && corrected ? '−∞' : formatDifference(low)}, ${high === null && corrected ? '∞' : formatDifference(high)}]`;
      return [formatValue(metrics[row]?.value), `${formatDifference(difference)} ${ends}`, formatP(adjustedPValue ?? pValue), verdict];
    }),
  ]);
  return { columns, rows, caption: captionOf({ variants, familySize, conventions }) };
}

function captionOf({ variants, familySize, conventions }: Measured): string {
  const metrics = variants[0]?.metrics ?? [];
  const counts = metrics.filter(({ scope }) => scope === 'user').map(({ evaluatedCount }) => evaluatedCount);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const users =
    counts.length === 0 ? '' : least === most ? `n = ${plural(most, 'test user')}` : `n = ${least} to ${plural(most, 'test user')}`;
  const cutoffs = [...new Set(metrics.flatMap(({ cutoff }) => (cutoff === null ? [] : [cutoff])))].join(', ');
  const comparison = variants[1]?.comparisons[0];
  const correction = conventions && corrections[conventions.statistics.correction];
  const split =
    conventions &&
    [
      conventions.split.id,
      ...Object.entries(conventions.split.params).map(([name, value]) => `${readable(name).toLowerCase()} ${String(value)}`),
    ].join(' ');
  return (
    [
      'Offline comparison, macro average over users',
      users,
      split && `split: ${split}`,
      comparison &&
        `${comparison.correctedInterval ? 'intervals of the corrected tests' : 'intervals of each test alone'}, family level ${formatShare(comparison.interval.level)}`,
      correction ? `p corrected over ${plural(familySize, 'test')} (${correction})` : comparison && 'p uncorrected',
      cutoffs !== '' && `k = ${cutoffs}`,
    ]
      .filter(Boolean)
      .join('; ') + '.'
  );
}
