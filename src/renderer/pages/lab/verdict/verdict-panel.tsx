import { Fragment, type ReactElement } from 'react';
import type { LiveOutput } from '#shared/schemas/live';
import { CopyTable } from '../../../components/copy-table';
import { FailureNotice } from '../../../components/failed';
import { formatBytes, formatDuration } from '../../../logic/format';
import { correctedInterval } from '../logic/corrected-interval';
import { forestAxisNote, forestExtent, formatEdge } from '../logic/forest-scale';
import { letterOf } from '../../../logic/lab-document';
import { resultTable } from '../../../logic/result-table';
import { verdictNotes, verdictSentence, type MetricComparison } from '../logic/verdict-notes';
import { useVariantHeads } from '../../../stores/lab-selectors';
import { useLabView } from '../../../stores/lab-view-store';
import { retryLive, useLive } from '../../../stores/live-store';
import { GroupRows } from './group-rows';
import { MetricRow } from './metric-row';
import { MetricsMenu } from './metrics-menu';
import { Preparation } from './preparation';
import { SegmentSelect } from './segment-select';
import classes from './verdict.module.css';

/** Half the width of the forest plot: all intervals, corrected ones too, fit. */
const extentOf = (comparisons: readonly MetricComparison[]): number =>
  forestExtent(
    comparisons.map((row) => ({
      difference: row.difference,
      baselineValue: row.baselineValue,
      ...row.interval,
      ...correctedInterval(row),
    })),
  );

/** Every metric of the challenger against the baseline, over all test users, live. */
export function VerdictPanel(): ReactElement {
  const heads = useVariantHeads();
  const challengerKey = useLabView((view) => view.challenger);
  const { output, keys, exact, failure, preparing, unprepared, trail, askedAt } = useLive();
  const isStale = failure !== null || preparing !== null || unprepared;
  const place = heads.findIndex(({ key }, index) => index > 0 && key === challengerKey);
  const baseline = output?.variants[0];
  const challenger = place > 0 ? output?.variants[keys.indexOf(challengerKey)] : undefined;
  const comparisons = challenger?.comparisons ?? [];
  const extent = extentOf(comparisons);
  return (
    <section className={classes.panel} aria-label="Metrics" data-exact={exact} data-asked-at={askedAt ?? undefined}>
      <VerdictHead title={place > 0 ? `${letterOf(place)} against ${letterOf(0)}` : `${letterOf(0)} alone`} challenger={challenger} />
      <p className="visually-hidden" role="status">
        {exact && place > 0 ? verdictSentence(letterOf(place), comparisons) : ''}
      </p>
      {failure && failure.code !== 'SERVICE_GONE' && (
        <FailureNotice failure={failure} title="The metrics could not be computed" onRetry={retryLive} />
      )}
      <Preparation />
      {output && baseline && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th className={classes.name} scope="col">
                <span className="visually-hidden">Metric</span>
              </th>
              <th className={`${classes.value} ${classes.number}`} scope="col">
                {letterOf(0)}
              </th>
              {place > 0 && <ChallengerHeads letter={letterOf(place)} extent={extent} />}
            </tr>
          </thead>
          <tbody className={isStale ? classes.pending : undefined}>
            {baseline.metrics.map((metric, index) => (
              <Fragment key={metric.spec}>
                <MetricRow
                  baseline={metric}
                  challenger={challenger?.metrics[index]}
                  comparison={comparisons.find(({ spec }) => spec === metric.spec)}
                  extent={extent}
                  exact={exact}
                  trail={trail[metric.spec] ?? []}
                />
                {index === 0 && output.groups && (
                  <GroupRows groups={output.groups} spec={metric.spec} challenger={place > 0 ? keys.indexOf(challengerKey) : -1} />
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface HeadProps {
  readonly title: string;
  readonly challenger: LiveOutput['variants'][number] | undefined;
}

/** What is compared, its notes, the time it took, and the choices of group and metrics. */
function VerdictHead({ title, challenger }: HeadProps): ReactElement {
  const { output, exact } = useLive();
  const notes = output ? verdictNotes(output, challenger) : [];
  return (
    <div className={classes.head}>
      <h2>{title}</h2>
      <span className={classes.notes} title={[...notes, ...(output?.statements ?? [])].join('\n')}>
        {notes.join(' · ')}
      </span>
      <span className={classes.meta}>
        {output && (
          <span title={`Time the engine took for these numbers. Candidates and signals hold ${formatBytes(output.heldBytes)}`}>
            {exact ? `exact, ${formatDuration(output.elapsedMs)}` : formatDuration(output.elapsedMs)}
          </span>
        )}
        {output && <SegmentSelect />}
        {output && <CopyTable what="metrics" table={() => resultTable(output)} />}
        <MetricsMenu />
      </span>
    </div>
  );
}

function ChallengerHeads({ letter, extent }: { readonly letter: string; readonly extent: number }): ReactElement {
  const edge = formatEdge(extent).slice(1);
  return (
    <>
      <th className={`${classes.value} ${classes.number}`} scope="col">
        {letter}
      </th>
      <th className={`${classes.spark} ${classes.sparkCell}`} scope="col">
        <span className="visually-hidden">Last positions</span>
      </th>
      <th
        className={classes.forestCell}
        scope="col"
        title={`Difference relative to the baseline’s value; thick: interval corrected for all tests, thin: interval of this test alone. ${forestAxisNote}`}
      >
        <span className="visually-hidden">
          Difference relative to the baseline, up to {formatEdge(extent)}. {forestAxisNote}
        </span>
        <span className={classes.axis} aria-hidden>
          <span>−{edge}</span>
          <span>+{edge}</span>
        </span>
      </th>
      <th className={`${classes.delta} ${classes.number}`} scope="col">
        difference
      </th>
      <th className={`${classes.verdict} ${classes.number}`} scope="col">
        verdict
      </th>
      <th className={`${classes.why} ${classes.number} ${classes.whyCell}`} scope="col">
        because
      </th>
    </>
  );
}
