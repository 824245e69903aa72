import { placeKey } from '#shared/number-notes';
import type { NotePlace, NumberNote } from '#shared/schemas/number-note';
import type { ExperimentSummary } from '#shared/contract/experiment';

export interface TimePoint {
  readonly timeMs: number;
  /** Of the run. */
  readonly id: string;
  readonly run: string;
  /** Whose difference it is. */
  readonly variant: string;
  readonly note: NumberNote | undefined;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A run's point in the chart over time. */
export const pointPlace = (variant: string, metric: string): NotePlace => ({
  kind: 'point',
  chart: 'runs-over-time',
  variant,
  axis: metric,
  at: {},
});

/** The best challenger's difference from the first variant in one metric, of every run that has one, oldest first. */
export const timeLine = (experiments: readonly ExperimentSummary[], metric: string): TimePoint[] =>
  experiments
    .flatMap(({ id, createdAtMs, name, challenger, numberNotes }) => {
      const found = challenger?.metrics.find(({ spec }) => spec === metric);
      if (!challenger || found?.difference == null) return [];
      const place = pointPlace(challenger.name, metric);
      const note = numberNotes.find((one) => placeKey(one.place) === placeKey(place));
      const { difference: value, low = null, high = null } = found;
      return [{ timeMs: createdAtMs, id, run: name, variant: challenger.name, note, value, low, high }];
    })
    .sort((a, b) => a.timeMs - b.timeMs);
