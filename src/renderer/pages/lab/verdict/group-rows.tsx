import type { ReactElement } from 'react';
import type { LiveOutput } from '#shared/schemas/live';
import { formatCount, formatValue, plural } from '../../../logic/format';
import { segmentText } from '#shared/segment-names';
import { MetricNote } from '../notes/metric-note';
import { ComparisonCells, type RowView } from './metric-row';
import classes from './verdict.module.css';

interface Props extends RowView {
  readonly groups: NonNullable<LiveOutput['groups']>;
  readonly spec: string;
  /** Index of the challenger among the variants; −1 for none. */
  readonly challenger: number;
}

/** The same metric on warm and on cold users: a mean over both hides either. */
export function GroupRows({ groups, spec, challenger, ...view }: Props): ReactElement {
  return (
    <>
      {groups.map((group) => {
        const { segment, userCount, variants } = group;
        const valueOf = (variant: number): number | null | undefined =>
          variants[variant]?.metrics.find((metric) => metric.spec === spec)?.value;
        const comparison = variants[challenger]?.comparisons.find((candidate) => candidate.spec === spec);
        return (
          <tr key={segment} className={comparison ? classes[comparison.verdict] : undefined}>
            <th scope="row" className={`${classes.name} ${classes.mute} ${classes.group}`} title={plural(userCount, `${segment} user`)}>
              {segmentText(group)} <small>{formatCount(comparison?.pairCount ?? userCount)}</small>
              <MetricNote spec={spec} group={segment} className={classes.lens} />
            </th>
            <td className={`${classes.number} ${classes.mute}`}>{formatValue(valueOf(0))}</td>
            {challenger > 0 && (
              <>
                <td className={`${classes.number} ${classes.mute} ${classes.second}`}>{formatValue(valueOf(challenger))}</td>
                <td className={classes.sparkCell} />
                <ComparisonCells spec={spec} group={segmentText(group)} comparison={comparison} {...view} />
              </>
            )}
          </tr>
        );
      })}
    </>
  );
}
