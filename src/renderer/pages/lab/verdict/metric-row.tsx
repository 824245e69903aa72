import { memo, type ReactElement } from 'react';
import { MetricName } from '../../../components/metric-name';
import { formatDifference, formatShare, formatValue, plural } from '../../../logic/format';
import { sparklinePoints } from '../logic/trail';
import { tiesText, verdictBasis, type MetricComparison, type MetricResult } from '../logic/verdict-notes';
import { LensButton } from '../lens/lens-button';
import { MultiverseButton } from './multiverse-button';
import { ForestMark } from './forest-mark';
import classes from './verdict.module.css';

interface Props {
  readonly baseline: MetricResult;
  readonly challenger: MetricResult | undefined;
  readonly comparison: MetricComparison | undefined;
  readonly extent: number;
  readonly exact: boolean;
  readonly trail: readonly number[];
}

const counted = ({ evaluatedCount, excludedCount }: MetricResult): string =>
  `${plural(evaluatedCount, 'user')}${excludedCount > 0 ? `, ${excludedCount} excluded` : ''}`;

const valueTitle = (metric: MetricResult): string =>
  `${counted(metric)}${metric.limitedBy ? `\n${metric.limitedBy}` : ''}${tiesText(metric)}`;

export const MetricRow = memo(function MetricRow({ baseline, challenger, comparison, extent, exact, trail }: Props): ReactElement {
  return (
    <tr className={comparison ? classes[comparison.verdict] : undefined}>
      <th scope="row" className={classes.name}>
        <span className={classes.named}>
          <MetricName spec={baseline.spec} metricId={baseline.metricId} />
          <LensButton spec={baseline.spec} className={classes.lens} />
          {challenger && <MultiverseButton spec={baseline.spec} className={classes.lens} />}
        </span>
      </th>
      <td className={`${classes.number} ${classes.mute}`} title={valueTitle(baseline)}>
        {formatValue(baseline.value)}
      </td>
      {challenger && (
        <>
          <td className={`${classes.number} ${classes.strong}`} title={valueTitle(challenger)}>
            {formatValue(challenger.value)}
          </td>
          <td className={classes.sparkCell}>{trail.length > 1 && <Sparkline values={trail} />}</td>
          <td className={classes.forestCell}>{comparison && <ForestMark comparison={comparison} extent={extent} />}</td>
          <td className={`${classes.number} ${classes.strong} ${classes.toned}`} title={comparison && interval(comparison)}>
            {formatDifference(comparison?.difference)}
          </td>
          <td className={`${classes.number} ${classes.toned} ${classes.verdictCell}`} title={comparison?.reason}>
            {comparison?.verdict ?? '–'}
            {comparison?.verdictDependsOnTies && ' †'}
          </td>
          <td
            className={`${classes.number} ${classes.mute} ${classes.whyCell}`}
            title={comparison && `${comparison.reason}\n${comparison.test}`}
          >
            <span className={classes.basis}>{comparison ? verdictBasis(comparison, exact) : ''}</span>
          </td>
        </>
      )}
    </tr>
  );
});

function interval({ interval: { low, high, level }, intervalMethod, pairCount }: MetricComparison): string {
  return `${formatShare(level)} interval ${formatDifference(low)} … ${formatDifference(high)} (${intervalMethod}), ${plural(pairCount, 'pair')}`;
}

function Sparkline({ values }: { readonly values: readonly number[] }): ReactElement {
  const points = sparklinePoints(values, 46, 12);
  const [x, y] = points.slice(points.lastIndexOf(' ') + 1).split(',');
  return (
    <svg className={classes.sparkline} width={52} height={18} viewBox="-3 -3 52 18" aria-hidden>
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth={1.2} />
      <circle cx={x} cy={y} r={2} fill="currentColor" />
    </svg>
  );
}
