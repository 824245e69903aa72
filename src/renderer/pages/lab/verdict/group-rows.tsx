import type { ReactElement } from 'react';
import type { LiveOutput } from '#shared/schemas/live';
import { formatDifference, formatValue, plural } from '../../../logic/format';
import classes from './verdict.module.css';

interface Props {
  readonly groups: NonNullable<LiveOutput['groups']>;
  readonly spec: string;
  /** Index of the challenger among the variants; −1 for none. */
  readonly challenger: number;
}

/** The same metric on warm and on cold users: a mean over both hides either. */
export function GroupRows({ groups, spec, challenger }: Props): ReactElement {
  return (
    <>
      {groups.map(({ segment, userCount, variants }) => {
        const valueOf = (variant: number): number | null | undefined =>
          variants[variant]?.metrics.find((metric) => metric.spec === spec)?.value;
        const comparison = variants[challenger]?.comparisons.find((candidate) => candidate.spec === spec);
        return (
          <tr key={segment} className={comparison ? classes[comparison.verdict] : undefined}>
            <th scope="row" className={`${classes.name} ${classes.mute}`} title={plural(userCount, `${segment} user`)}>
              {`\u2003${segment} users`}
            </th>
            <td className={`${classes.number} ${classes.mute}`}>{formatValue(valueOf(0))}</td>
            {challenger > 0 && (
              <>
                <td className={`${classes.number} ${classes.mute}`}>{formatValue(valueOf(challenger))}</td>
                <td className={classes.sparkCell} />
                <td className={`${classes.forestCell} ${classes.mute}`}>
                  n = {comparison?.pairCount ?? userCount}
                  {comparison && `, interval ${formatDifference(comparison.interval.low)} … ${formatDifference(comparison.interval.high)}`}
                </td>
                <td className={`${classes.number} ${classes.toned}`}>{formatDifference(comparison?.difference)}</td>
                <td className={`${classes.number} ${classes.toned} ${classes.verdictCell}`} title={comparison?.reason}>
                  {comparison?.verdict ?? '–'}
                </td>
                <td className={classes.whyCell} />
              </>
            )}
          </tr>
        );
      })}
    </>
  );
}
