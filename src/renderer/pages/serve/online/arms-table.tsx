import type { ReactElement } from 'react';
import type { OnlineReport } from '#shared/schemas/online';
import { armRows } from '../logic/online-rows';
import classes from './online.module.css';

const columns = [
  ['Share', 'Of all users, as planned'],
  ['Users', 'Users who received at least one list'],
  ['Successes', 'Users with at least one success'],
  ['Rate', 'Successes among users, with Wilson’s score interval (95%)'],
  ['Difference', 'Rate minus the baseline’s, with Newcombe’s hybrid score interval; 95% for all comparisons together'],
  [
    'Lift',
    'Rate divided by the baseline’s, minus 1, with Katz’s log interval; 95% for all comparisons together. Both are valid for one look at a time fixed before',
  ],
  ['Always-valid lift', 'Valid however often it is looked at; with CUPED where users have interactions from before the experiment'],
] as const;

const verdictTexts = { better: 'better', worse: 'worse', undecided: 'undecided' } as const;

export function ArmsTable({ report }: { readonly report: OnlineReport }): ReactElement {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Numbers of ${report.id}`}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            {columns.map(([name, title]) => (
              <th key={name} scope="col" className={classes.number} title={title}>
                {name}
              </th>
            ))}
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {armRows(report).map((row, place) => (
            <tr key={row.variant}>
              <th scope="row">{row.variant}</th>
              <td className={classes.number}>{row.share}</td>
              <td className={classes.number}>{row.users}</td>
              <td className={classes.number}>{row.successes}</td>
              <td className={classes.number}>{row.rate}</td>
              <td className={classes.number}>{row.difference}</td>
              <td className={classes.number}>{row.lift}</td>
              <td className={classes.number}>{row.always}</td>
              <td className={row.verdict ? classes[row.verdict] : classes.mute}>
                {row.verdict ? verdictTexts[row.verdict] : place === 0 ? 'baseline' : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
