import { useCallback, useState, type ReactElement } from 'react';
import type { MoversOutput } from '#shared/schemas/diagnose';
import type { SegmentChoice } from '#shared/schemas/live';
import { effectNotes, extentOf, formatEdge } from '../../../logic/forest-text';
import { formatCount, formatValue } from '../../../logic/format';
import { letterOf } from '../../../logic/lab-document';
import { segmentText } from '#shared/segment-names';
import { writeSegment } from '../../../logic/segments';
import { useLabView } from '../../../stores/lab-view-store';
import { ChallengerHeads } from '../verdict/challenger-heads';
import { ComparisonCard, type ShownRow } from '../verdict/comparison-card';
import { ComparisonCells } from '../verdict/metric-row';
import verdict from '../verdict/verdict.module.css';
import classes from './diagnose.module.css';

interface Props {
  readonly data: MoversOutput;
  /** Place of the challenger among the variants. */
  readonly place: number;
  readonly onChoose: (segment: SegmentChoice) => void;
}

/** Every group of users with its difference, interval and verdict, worst first. A group opens its users. */
export function GroupMovers({ data: { segments, metric }, place, onChoose }: Props): ReactElement {
  const effect = useLabView((view) => view.effect);
  const [shown, setShown] = useState<ShownRow | null>(null);
  const onShow = useCallback(
    (spec: string, group: string | null, row: Element) => setShown({ spec, group, at: row.getBoundingClientRect() }),
    [],
  );
  const onHide = useCallback(() => setShown(null), []);
  const extent = extentOf(
    segments.map(({ comparison }) => comparison),
    effect,
  );
  const explained = segments.find((group) => shown !== null && segmentText(group) === shown.group);
  return (
    <div className={classes.groups}>
      <table className={`${verdict.table} ${classes.groupTable}`} aria-label={`Groups of users by ${metric}, worst first`}>
        <thead>
          <tr>
            <th className={verdict.name} scope="col">
              Group
            </th>
            <th className={`${verdict.value} ${verdict.number}`} scope="col">
              {letterOf(0)}
            </th>
            <ChallengerHeads letter={letterOf(place)} edge={formatEdge(extent, effect)} note={effectNotes[effect]} />
          </tr>
        </thead>
        <tbody>
          {segments.map((group) => {
            const { comparison, userCount, lostCount, gainedCount } = group;
            return (
              <tr key={writeSegment(group)} className={verdict[comparison.verdict]}>
                <th scope="row" className={verdict.name}>
                  <button type="button" className={classes.link} title="Show the users of this group" onClick={() => onChoose(group)}>
                    {segmentText(group)}
                  </button>
                  <small className={classes.mute}>
                    {formatCount(userCount)}: {formatCount(lostCount)} lose, {formatCount(gainedCount)} gain
                  </small>
                </th>
                <td className={`${verdict.number} ${verdict.mute}`}>{formatValue(comparison.baselineValue)}</td>
                <td className={`${verdict.number} ${verdict.strong} ${verdict.second}`}>{formatValue(comparison.value)}</td>
                <td className={verdict.sparkCell} />
                <ComparisonCells spec={metric} group={segmentText(group)} {...{ comparison, effect, extent, onShow, onHide }} exact />
              </tr>
            );
          })}
        </tbody>
      </table>
      {shown && explained && <ComparisonCard shown={shown} comparison={explained.comparison} />}
    </div>
  );
}
