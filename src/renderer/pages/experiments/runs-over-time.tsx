import { NativeSelect } from '@mantine/core';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import type { ExperimentSummary } from '#shared/contract/experiment';
import type { PickedMark } from '../../charts/chart';
import { HistoryChart } from '../../charts/history-chart';
import { NotesOnPoints } from '../../components/number-notes/notes-on-points';
import { formatMinute } from '../../logic/format';
import { commonMetrics } from './logic/experiment-rows';
import { pointPlace, timeLine, type TimePoint } from './logic/time-line';
import { openExperimentNote } from './note-flows';
import classes from './experiments.module.css';

/** The shown runs over time: by metric, the best challenger's difference from the first variant with the interval of the corrected test. */
export function RunsOverTime({ experiments }: { readonly experiments: readonly ExperimentSummary[] }): ReactElement | null {
  const metrics = useMemo(() => commonMetrics(experiments, Infinity), [experiments]);
  const [wanted, setWanted] = useState('');
  const metric = metrics.includes(wanted) ? wanted : (metrics[0] ?? '');
  const points = useMemo(() => timeLine(experiments, metric), [experiments, metric]);
  const lines = useMemo(() => [{ variant: 'best challenger − A', points: points.map(withNoteText), reference: undefined }], [points]);
  const open = useCallback(
    ({ dataIndex }: PickedMark) => {
      const point = points[dataIndex];
      if (point) openPoint(point, metric);
    },
    [points, metric],
  );
  if (points.length < 2) return null;
  return (
    <section aria-label="Runs over time" className={classes.below}>
      <div className={classes.bar}>
        <h3 className={classes.heading}>Runs over time</h3>
        <NativeSelect
          aria-label="Metric of the chart"
          data={metrics}
          value={metric}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <span className={classes.spacer} />
        <NotesOnPoints
          points={() =>
            points.toReversed().map((point) => ({
              id: point.id,
              label: `${formatMinute(point.timeMs)} · ${point.run}`,
              note: point.note?.text,
              onOpen: () => openPoint(point, metric),
            }))
          }
        />
      </div>
      <HistoryChart
        name="Runs over time"
        metric={`difference in ${metric}`}
        lines={lines}
        withZero
        onPick={open}
        table={() => ({
          columns: ['saved', 'run', 'difference', 'low', 'high', 'note'],
          rows: points.map(({ timeMs, run, value, low, high, note }) => [formatMinute(timeMs), run, value, low, high, note?.text ?? null]),
        })}
      />
    </section>
  );
}

const withNoteText = ({ note, ...point }: TimePoint) => ({ ...point, note: note?.text });

const openPoint = ({ id, variant, note }: TimePoint, metric: string): void => openExperimentNote(id, pointPlace(variant, metric), note);
