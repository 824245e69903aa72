import { memo, type FocusEvent, type PointerEvent, type ReactElement } from 'react';
import type { Effect } from '#shared/forest-scale';
import { ForestMark } from '../../../components/forest/forest-mark';
import { TieMarks } from '../../../components/forest/tie-marks';
import { MetricName } from '../../../components/metric-name';
import { effectText } from '../../../logic/forest-text';
import { formatValue, plural } from '../../../logic/format';
import { sparklinePoints } from '../logic/trail';
import { tiesText, verdictBasis, type MetricComparison, type MetricResult } from '../logic/verdict-notes';
import { LensButton } from '../lens/lens-button';
import { MetricNote } from '../notes/metric-note';
import { MultiverseButton } from './multiverse-button';
import classes from './verdict.module.css';

/** What every row of the panel shows in the same way. */
export interface RowView {
  readonly effect: Effect;
  readonly extent: number;
  readonly exact: boolean;
  readonly onShow: (spec: string, group: string | null, row: Element) => void;
  readonly onHide: () => void;
}

interface Props extends RowView {
  readonly baseline: MetricResult;
  readonly challenger: MetricResult | undefined;
  readonly comparison: MetricComparison | undefined;
  readonly trail: readonly number[];
}

const counted = ({ evaluatedCount, excludedCount }: MetricResult): string =>
  `${plural(evaluatedCount, 'user')}${excludedCount > 0 ? `, ${excludedCount} excluded` : ''}`;

const valueTitle = (metric: MetricResult): string =>
  `${counted(metric)}${metric.limitedBy ? `\n${metric.limitedBy}` : ''}${tiesText(metric)}`;

export const MetricRow = memo(function MetricRow({ baseline, challenger, comparison, trail, ...view }: Props): ReactElement {
  return (
    <tr className={comparison ? classes[comparison.verdict] : undefined}>
      <th scope="row" className={classes.name}>
        <span className={classes.named}>
          <MetricName spec={baseline.spec} metricId={baseline.metricId} />
          <LensButton spec={baseline.spec} className={classes.lens} />
          {challenger && <MultiverseButton spec={baseline.spec} className={classes.lens} />}
          <MetricNote spec={baseline.spec} group={null} className={classes.lens} />
        </span>
      </th>
      <td className={`${classes.number} ${classes.mute}`} title={valueTitle(baseline)}>
        {formatValue(baseline.value)}
      </td>
      {challenger && (
        <>
          <td className={`${classes.number} ${classes.strong} ${classes.second}`} title={valueTitle(challenger)}>
            {formatValue(challenger.value)}
          </td>
          <td className={classes.sparkCell}>{trail.length > 1 && <Sparkline values={trail} />}</td>
          <ComparisonCells spec={baseline.spec} group={null} comparison={comparison} {...view} />
        </>
      )}
    </tr>
  );
});

interface CellsProps extends RowView {
  readonly spec: string;
  readonly group: string | null;
  readonly comparison: MetricComparison | undefined;
}

/** The interval, the difference and the verdict. Hover shows what they rest on; so does focus on the interval. */
export function ComparisonCells({ spec, group, comparison, effect, extent, exact, onShow, onHide }: CellsProps): ReactElement {
  const show = (event: FocusEvent | PointerEvent): void => onShow(spec, group, event.currentTarget.closest('tr') ?? event.currentTarget);
  const hover = { onPointerEnter: show, onPointerLeave: onHide };
  return (
    <>
      <td className={classes.forestCell} {...hover}>
        {comparison && (
          <div className={classes.focusable} tabIndex={0} onFocus={show} onBlur={onHide}>
            <ForestMark comparison={comparison} effect={effect} extent={extent} />
          </div>
        )}
      </td>
      <td className={`${classes.number} ${classes.strong} ${classes.toned}`} {...hover}>
        {comparison ? effectText(comparison, effect) : '–'}
      </td>
      <td className={`${classes.number} ${classes.toned} ${classes.verdictCell}`} data-reason={comparison?.reason} {...hover}>
        {comparison?.verdict ?? '–'}
        <TieMarks ties={comparison?.verdictDependsOnTies} />
      </td>
      <td className={`${classes.number} ${classes.mute} ${classes.whyCell}`} {...hover}>
        <span className={classes.basis}>{comparison ? verdictBasis(comparison, exact) : ''}</span>
      </td>
    </>
  );
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
