import type { ScheduledMetric, ScheduledRun, ScheduleHistory } from '#shared/schemas/schedule';
import type { TextTable } from '../../../logic/table-text';

/** One variant's number at one time; `low` and `high` are null for global metrics. */
export interface HistoryPoint {
  readonly timeMs: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export type HistoryKind = 'value' | 'difference';

export interface HistoryLine {
  readonly variant: string;
  readonly points: readonly HistoryPoint[];
  /** The value of the saved comparison; undefined for differences. */
  readonly reference: number | undefined;
}

const numbersOf = (metric: ScheduledMetric, kind: HistoryKind): Omit<HistoryPoint, 'timeMs' | 'value'> & { value: number | null } =>
  kind === 'value' ? metric : (metric.difference ?? { value: null, low: null, high: null });

/** Each variant's line of one metric. A run for which nothing had changed repeats the numbers of the last measurement; failed runs leave a gap in time. */
export function historyLines(history: ScheduleHistory, spec: string, kind: HistoryKind): HistoryLine[] {
  const variants = kind === 'value' ? history.variants : history.variants.slice(1);
  return variants.map((variant) => {
    const points: HistoryPoint[] = [];
    let measured: ScheduledRun | undefined;
    for (const run of history.runs) {
      if (run.status === 'measured') measured = run;
      if (run.status !== 'measured' && run.status !== 'unchanged') continue;
      const metric = measured?.metrics.find((one) => one.variant === variant && one.spec === spec);
      if (!metric) continue;
      const { value, low, high } = numbersOf(metric, kind);
      if (value !== null) points.push({ timeMs: run.startedAtMs, value, low, high });
    }
    const saved = history.reference.find((one) => one.variant === variant && one.spec === spec)?.value ?? undefined;
    return { variant, points, reference: kind === 'value' ? saved : undefined };
  });
}

/** A row per time and variant. */
export function historyTable(lines: readonly HistoryLine[], spec: string): TextTable {
  const rows = lines.flatMap(({ variant, points }) =>
    points.map(({ timeMs, value, low, high }) => [new Date(timeMs).toISOString(), variant, value, low ?? '', high ?? '']),
  );
  return { columns: ['time', 'variant', spec, 'low', 'high'], rows };
}

/** What the last run of a schedule was, in a few words. */
export function runText(run: ScheduledRun | null): string {
  if (!run) return 'not run yet';
  if (run.status === 'failed') return `failed: ${run.error?.message ?? ''}`;
  return { measured: 'measured', unchanged: 'nothing had changed', cancelled: 'cancelled' }[run.status];
}
