import { Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { Mover, MoversOutput } from '#shared/schemas/diagnose';
import { formatDifference, formatValue } from '../../../logic/format';
import { partNames, shownParts } from '../logic/blame';
import { partColor } from '../logic/part-colors';
import classes from './diagnose.module.css';
import { FramedTable } from './framed-table';
import { UserLink } from './user-link';

interface Props {
  readonly title: string;
  readonly movers: readonly Mover[];
  readonly data: MoversOutput;
}

const step = 12;

/** Users on one side, largest change first, with the stage that made it. */
export function UserMovers({ title, movers, data: { metric, reasonMetric } }: Props): ReactElement {
  const [limit, setLimit] = useState(step);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <FramedTable
        label={`${title}, table`}
        columns={['User', `${metric} before`, 'after', 'change', 'Mainly by']}
        texts={['User', 'Mainly by']}
      >
        {movers.slice(0, limit).map(({ userId, before, after, difference, parts, reason }) => (
          <tr key={userId}>
            <th scope="row">
              <UserLink userId={userId} />
            </th>
            <td className={classes.number}>{formatValue(before)}</td>
            <td className={classes.number}>{formatValue(after)}</td>
            <td className={`${classes.number} ${classes.strong}`}>{formatDifference(difference)}</td>
            <td title={shownParts.map((part) => `${partNames[part]} ${formatDifference(parts[part])} of ${reasonMetric}`).join('\n')}>
              {reason !== null && <i className={classes.swatch} style={{ background: partColor(reason) }} aria-hidden />}{' '}
              {reason === null ? '–' : `${partNames[reason]} ${formatDifference(parts[reason])}`}
            </td>
          </tr>
        ))}
      </FramedTable>
      {movers.length > limit && (
        <Button size="compact-xs" variant="default" mt={6} onClick={() => setLimit(limit + 5 * step)}>
          More
        </Button>
      )}
    </section>
  );
}
