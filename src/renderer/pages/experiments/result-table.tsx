import type { ReactElement } from 'react';
import type { NotePlace } from '#shared/schemas/number-note';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { ForestMark } from '../../components/forest/forest-mark';
import { TieMarks } from '../../components/forest/tie-marks';
import { MetricName } from '../../components/metric-name';
import { extentOf } from '../../logic/forest-text';
import { formatP, formatValue } from '../../logic/format';
import { differenceText } from './logic/difference-text';
import { letterOf } from '../../logic/lab-document';
import classes from './experiments.module.css';

type Ties = ExperimentResult['variants'][number]['metrics'][number]['ties'];

/** How far the order of equal scores could move a value. */
const rangeText = (ties: Ties): string | undefined =>
  ties && `Equal scores: ${formatValue(ties.minimum)} to ${formatValue(ties.maximum)} over their orders`;

/** A verdict by colour, shape and word. */
export const VerdictChip = ({ verdict }: { readonly verdict: 'better' | 'worse' | 'undecided' }): ReactElement => (
  <span className={`${classes.chip} ${classes[verdict]}`}>{verdict}</span>
);

interface Props {
  readonly variants: ExperimentResult['variants'];
  /** The mark of the note on a number. */
  readonly noteAt: (place: Omit<Extract<NotePlace, { kind: 'metric' }>, 'segment'>) => ReactElement;
}

/** Every metric of every variant: value, difference to the baseline, verdict. */
export function ResultTable({ variants, noteAt }: Props): ReactElement {
  const [baseline, ...challengers] = variants;
  const extents = challengers.map(({ comparisons }) => extentOf(comparisons, 'relative'));
  return (
    <div style={{ overflowX: 'auto' }}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" className={classes.number}>
              A · {baseline?.name}
            </th>
            {challengers.map(({ name }, index) => [
              <th key={`${index} value`} scope="col" className={classes.number}>
                {letterOf(index + 1)} · {name}
              </th>,
              <th key={`${index} difference`} scope="col" className={classes.number}>
                {letterOf(index + 1)} − A
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {baseline?.metrics.map(({ spec, metricId, value, evaluatedCount, excludedCount, limitedBy, ties }, row) => (
            <tr key={spec}>
              <th scope="row" title={`${evaluatedCount} users, ${excludedCount} excluded${limitedBy ? `; ${limitedBy}` : ''}`}>
                <MetricName spec={spec} metricId={metricId} /> <span className={classes.same}>n = {evaluatedCount}</span>
              </th>
              <td className={classes.number} title={rangeText(ties)}>
                {formatValue(value)}
                {challengers.length === 0 && noteAt({ kind: 'metric', variant: baseline.name, baseline: null, metric: spec })}
              </td>
              {challengers.map(({ name, metrics, comparisons }, index) => {
                const comparison = comparisons.find((candidate) => candidate.spec === spec);
                const p = comparison?.adjustedPValue ?? comparison?.pValue;
                return [
                  <td key={`${index} value`} className={classes.number} title={rangeText(metrics[row]?.ties)}>
                    {formatValue(metrics[row]?.value)}
                  </td>,
                  <td
                    key={`${index} difference`}
                    className={`${classes.number} ${comparison ? classes[comparison.verdict] : ''}`}
                    title={comparison?.reason}
                  >
                    {comparison && <ForestMark comparison={comparison} effect="relative" extent={extents[index] ?? 1} />}
                    {comparison && differenceText(comparison)} {comparison && <VerdictChip verdict={comparison.verdict} />}
                    <TieMarks ties={comparison?.verdictDependsOnTies} timeTies={comparison?.verdictDependsOnTimeTies} />{' '}
                    {p == null ? '' : `p ${formatP(p)}`}
                    {noteAt({ kind: 'metric', variant: name, baseline: baseline.name, metric: spec })}
                  </td>,
                ];
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
