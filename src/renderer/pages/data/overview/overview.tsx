import type { ReactElement } from 'react';
import { useDistributions, useSummary } from '../../../api/queries';
import { CurveChart } from '../../../charts/curve-chart';
import { HistogramChart } from '../../../charts/histogram-chart';
import { Failed } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { Panel } from '../../../components/panel';
import { Stats } from '../../../components/stats';
import { popularityPoints } from '../../../logic/chart-options';
import { formatCount, formatDay, formatPercent } from '../../../logic/format';
import { GeneratedPanel } from '../generate/generated-panel';
import classes from './overview.module.css';

/** The dataset in numbers and shapes. */
export function Overview(): ReactElement {
  const { data: summary } = useSummary();
  const { data, error, refetch } = useDistributions();
  const stats =
    summary &&
    ([
      ['Users', formatCount(summary.users)],
      ['Videos', formatCount(summary.videos)],
      ['Interactions', formatCount(summary.interactions)],
      ['Per user', (summary.interactions / Math.max(1, summary.users)).toFixed(1)],
      ['Empty cells', formatPercent(summary.sparsityFraction, 2)],
      ['Popularity Gini', summary.popularityGini === null ? '–' : summary.popularityGini.toFixed(3)],
      ['From', formatDay(summary.firstTimestampMs)],
      ['To', formatDay(summary.lastTimestampMs)],
      ...summary.kinds.map(({ kind, count }): [string, string] => [`Kind: ${kind}`, formatCount(count)]),
    ] as const);
  return (
    <>
      {stats && <Stats items={stats} />}
      {error && <Failed error={error} title="The distributions cannot be read" onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Counting" />}
      {data && (
        <div className={classes.charts}>
          <Panel title="Popularity" note="views by rank, both axes logarithmic">
            <CurveChart
              name="Popularity"
              xName="rank"
              yName="views"
              points={popularityPoints(data.popularityCurve, summary?.videos ?? data.popularityCurve.length)}
              logarithmic
            />
          </Panel>
          {data.histograms.map((histogram) => (
            <Panel key={histogram.label} title={histogram.label}>
              <HistogramChart histogram={histogram} />
            </Panel>
          ))}
          <GeneratedPanel />
        </div>
      )}
    </>
  );
}
