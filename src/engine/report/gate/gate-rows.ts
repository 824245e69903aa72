import type { GateMetric, GateReport } from '#shared/schemas/gate';

export const shownNumber = (value: number | null, digits = 4): string => (value === null ? '–' : value.toFixed(digits));
const shownShare = (value: number | null): string => (value === null ? '–' : `${Math.round(value * 100)}%`);

/** Header and cells of the metrics' table. */
export function gateTable({ metrics, detect }: GateReport): { readonly header: readonly string[]; readonly rows: readonly string[][] } {
  const header = [
    'metric',
    'baseline',
    'candidate',
    'difference',
    'bounds',
    'margin',
    'users',
    'power to pass',
    `power at −${detect * 100}%`,
    'verdict',
  ];
  return { header, rows: metrics.map(cells) };
}

const cells = (metric: GateMetric): string[] => [
  metric.spec,
  shownNumber(metric.baselineValue),
  shownNumber(metric.value),
  shownNumber(metric.difference),
  `[${shownNumber(metric.lower)}, ${shownNumber(metric.upper)}]`,
  shownNumber(metric.margin),
  String(metric.users),
  shownShare(metric.powerToPass),
  shownShare(metric.powerToCatch),
  metric.verdict,
];

/** One sentence about the data and whether the numbers reproduce. */
export function dataSentence({ sameData, firstDifference, baseline }: GateReport): string {
  if (!sameData) return 'Other data than those of the result: see the drift tables.';
  return firstDifference === null
    ? `Same data as the result; the numbers of “${baseline}” reproduce.`
    : `Same data as the result, and the numbers of “${baseline}” do not reproduce: ${firstDifference}. The program, its models or its settings changed.`;
}

/** Undefined where the result and today's numbers follow the same conventions. */
export function conventionSentence({ conventionDifferences: differing }: GateReport): string | undefined {
  if (differing.length === 0) return undefined;
  const each = differing.map(({ label, before, now }) => `${label.toLowerCase()} ${before || 'none'}, now ${now || 'none'}`);
  return `The result follows other conventions (${each.join('; ')}): its numbers and today's are not comparable.`;
}
