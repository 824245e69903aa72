import type { ExperimentSummary } from '#shared/contract/experiment';

interface TimePoint {
  readonly timeMs: number;
  readonly run: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The difference of one metric in every run that has one, oldest first. */
export const timeLine = (experiments: readonly ExperimentSummary[], metric: string): TimePoint[] =>
  experiments
    .flatMap(({ createdAtMs, name, metrics }) => {
      const found = metrics.find(({ spec }) => spec === metric);
      if (found?.difference == null) return [];
      return [{ timeMs: createdAtMs, run: name, value: found.difference, low: found.low ?? null, high: found.high ?? null }];
    })
    .sort((a, b) => a.timeMs - b.timeMs);
