import type { ReactElement } from 'react';
import { useRegistries } from '../../../api/queries';
import { MetricName } from '../../../components/metric-name';
import { formatDifference, formatP, formatValue, plural } from '../../../logic/format';
import { letterOf } from '../../../logic/lab-document';
import { leadText, undecidedText, type LensView } from '../logic/lens';
import classes from './lens.module.css';

interface Props {
  readonly view: LensView;
  readonly challenger: number | null;
  /** The definition that the Lab shows. */
  readonly requested: boolean;
}

export function LensRow({ view, challenger, requested }: Props): ReactElement {
  const { spec, metricId, values, evaluatedCounts, winner, flips, comparisons } = view;
  const { data } = useRegistries();
  const description = data?.metrics.find(({ id }) => id === metricId)?.description;
  const lead = leadText(view);
  const undecided = undecidedText(view);
  const comparison = challenger === null ? undefined : comparisons[challenger - 1];
  return (
    <tr className={flips ? classes.flips : undefined}>
      <th scope="row">
        <MetricName spec={spec} metricId={metricId} />
        {requested && <small className={classes.asked}>as in the Lab</small>}
        <span className={classes.description}>{description}</span>
      </th>
      {values.map((value, v) => (
        <td key={v} className={`${classes.number} ${v === winner ? classes.best : ''}`} title={plural(evaluatedCounts[v] ?? 0, 'user')}>
          {formatValue(value)}
        </td>
      ))}
      {challenger !== null && (
        <td className={classes.number}>
          {formatDifference(comparison?.difference)}
          <span className={classes.interval}>
            {formatDifference(comparison?.interval.low)} … {formatDifference(comparison?.interval.high)}
          </span>
          <span className={classes.interval}>p {formatP(comparison?.pValue)}</span>
        </td>
      )}
      <td className={classes.winner}>
        {winner === null ? '–' : letterOf(winner)}
        {undecided !== undefined && <span className={classes.undecided}>{undecided}</span>}
        {flips && <span className={classes.flip}>flips</span>}
        {lead !== undefined && <span className={classes.lead}>{lead}</span>}
      </td>
    </tr>
  );
}
