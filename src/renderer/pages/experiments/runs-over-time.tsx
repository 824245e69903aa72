import { NativeSelect } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import type { ExperimentSummary } from '#shared/contract/experiment';
import { HistoryChart } from '../../charts/history-chart';
import { formatMinute } from '../../logic/format';
import { commonMetrics } from './logic/experiment-rows';
import { timeLine } from './logic/time-line';
import classes from './experiments.module.css';

/** The shown runs over time: by metric, the best variant's difference from the first with the interval of the corrected test. */
export function RunsOverTime({ experiments }: { readonly experiments: readonly ExperimentSummary[] }): ReactElement | null {
  const metrics = useMemo(() => commonMetrics(experiments, Infinity), [experiments]);
  const [wanted, setWanted] = useState('');
  const metric = metrics.includes(wanted) ? wanted : (metrics[0] ?? '');
  const points = useMemo(() => timeLine(experiments, metric), [experiments, metric]);
  const lines = useMemo(() => [{ variant: 'best variant − A', points, reference: undefined }], [points]);
  if (points.length < 2) return null;
  return (
    <section aria-label="Runs over time">
      <div className={classes.bar}>
        <h3 className={classes.heading}>Runs over time</h3>
        <NativeSelect
          aria-label="Metric of the chart"
          data={metrics}
          value={metric}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </div>
      <HistoryChart
        name="Runs over time"
        metric={`difference in ${metric}`}
        lines={lines}
        withZero
        table={() => ({
          columns: ['saved', 'run', 'difference', 'low', 'high'],
          rows: points.map(({ timeMs, run, value, low, high }) => [formatMinute(timeMs), run, value, low, high]),
        })}
      />
    </section>
  );
}
