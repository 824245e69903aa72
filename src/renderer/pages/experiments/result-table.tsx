import type { ReactElement } from 'react';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { MetricName } from '../../components/metric-name';
import { formatDifference, formatP, formatValue } from '../../logic/format';
import { letterOf } from '../../logic/lab-document';
import classes from './experiments.module.css';

type Ties = ExperimentResult['variants'][number]['metrics'][number]['ties'];

/** How far the order of equal scores could move a value. */
const rangeText = (ties: Ties): string | undefined =>
  ties && `Equal scores: ${formatValue(ties.minimum)} to ${formatValue(ties.maximum)} over their orders`;

/** Every metric of every variant: value, difference to the baseline, verdict. */
export function ResultTable({ variants }: { readonly variants: ExperimentResult['variants'] }): ReactElement {
  const [baseline, ...challengers] = variants;
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
              </td>
              {challengers.map(({ metrics, comparisons }, index) => {
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
                    {formatDifference(comparison?.difference)} {comparison?.verdict}
                    {comparison?.verdictDependsOnTies ? ' †' : ''}
                    {comparison?.verdictDependsOnTimeTies ? ' ‡' : ''} {p == null ? '' : `p ${formatP(p)}`}
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
