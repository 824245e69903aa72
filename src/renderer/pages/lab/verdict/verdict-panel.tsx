import { Fragment, useCallback, useState, type ReactElement } from 'react';
import type { LiveOutput } from '#shared/schemas/live';
import { FailureNotice } from '../../../components/failed';
import { effectNotes, extentOf, formatEdge } from '../../../logic/forest-text';
import { letterOf } from '../../../logic/lab-document';
import { segmentText } from '#shared/segment-names';
import { verdictSentence, type MetricComparison } from '../logic/verdict-notes';
import { useVariantHeads } from '../../../stores/lab-selectors';
import { useLabView } from '../../../stores/lab-view-store';
import { retryLive, useLive } from '../../../stores/live-store';
import { ChallengerHeads } from './challenger-heads';
import { ComparisonCard, type ShownRow } from './comparison-card';
import { GroupRows } from './group-rows';
import { MetricRow, type RowView } from './metric-row';
import { Preparation } from './preparation';
import { useHeldExtent } from './use-held-extent';
import { VerdictHead } from './verdict-head';
import classes from './verdict.module.css';

/** Every metric of the challenger against the baseline, over all test users, live. */
export function VerdictPanel(): ReactElement {
  const heads = useVariantHeads();
  const challengerKey = useLabView((view) => view.challenger);
  const { output, keys, exact, failure, requestedAt } = useLive();
  const place = heads.findIndex(({ key }, index) => index > 0 && key === challengerKey);
  const index = place > 0 ? keys.indexOf(challengerKey) : -1;
  const challenger = output?.variants[index];
  return (
    <section className={classes.panel} aria-label="Metrics" data-exact={exact} data-requested-at={requestedAt ?? undefined}>
      <VerdictHead title={place > 0 ? `${letterOf(place)} against ${letterOf(0)}` : `${letterOf(0)} alone`} challenger={challenger} />
      <p className="visually-hidden" role="status">
        {exact && place > 0 ? verdictSentence(letterOf(place), challenger?.comparisons ?? []) : ''}
      </p>
      {failure && failure.code !== 'SERVICE_GONE' && (
        <FailureNotice failure={failure} title="The metrics could not be computed" onRetry={retryLive} />
      )}
      <Preparation />
      {output && <VerdictTable output={output} challenger={index} letter={place > 0 ? letterOf(place) : null} />}
    </section>
  );
}

interface TableProps {
  readonly output: LiveOutput;
  /** Index of the challenger among the variants; −1 for none. */
  readonly challenger: number;
  readonly letter: string | null;
}

function VerdictTable({ output, challenger: index, letter }: TableProps): ReactElement {
  const { exact, failure, preparing, unprepared, trail } = useLive();
  const effect = useLabView((view) => view.effect);
  const challengerKey = useLabView((view) => view.challenger);
  const [shown, setShown] = useState<ShownRow | null>(null);
  const onShow = useCallback(
    (spec: string, group: string | null, row: Element) => setShown({ spec, group, at: row.getBoundingClientRect() }),
    [],
  );
  const onHide = useCallback(() => setShown(null), []);
  const challenger = output.variants[index];
  const groups = output.groups ?? [];
  const comparisons = challenger?.comparisons ?? [];
  const ofGroups = groups.flatMap(({ variants }) => variants[index]?.comparisons.slice(0, 1) ?? []);
  const fitting = extentOf([...comparisons, ...ofGroups], effect);
  const extent = useHeldExtent(fitting, exact, `${effect} ${challengerKey} ${comparisons.map(({ spec }) => spec).join()}`);
  const view: RowView = { effect, extent, exact, onShow, onHide };
  const of = (list: readonly MetricComparison[], spec: string): MetricComparison | undefined =>
    list.find((comparison) => comparison.spec === spec);
  const rows =
    shown?.group == null ? comparisons : (groups.find((group) => segmentText(group) === shown.group)?.variants[index]?.comparisons ?? []);
  const explained = shown && of(rows, shown.spec);
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th className={classes.name} scope="col">
              <span className="visually-hidden">Metric</span>
            </th>
            <th className={`${classes.value} ${classes.number}`} scope="col">
              {letterOf(0)}
            </th>
            {letter !== null && <ChallengerHeads letter={letter} edge={formatEdge(extent, effect)} note={effectNotes[effect]} />}
          </tr>
        </thead>
        <tbody className={failure !== null || preparing !== null || unprepared ? classes.pending : undefined}>
          {output.variants[0]?.metrics.map((metric, m) => (
            <Fragment key={metric.spec}>
              <MetricRow
                baseline={metric}
                challenger={challenger?.metrics[m]}
                comparison={of(comparisons, metric.spec)}
                trail={trail[metric.spec] ?? []}
                {...view}
              />
              {m === 0 && <GroupRows groups={groups} spec={metric.spec} challenger={index} {...view} />}
            </Fragment>
          ))}
        </tbody>
      </table>
      {shown && explained && <ComparisonCard shown={shown} comparison={explained} />}
    </>
  );
}
