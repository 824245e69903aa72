import type { ReactElement } from 'react';
import type { ExportRankerReport } from '#shared/schemas/export-ranker';
import { formatCount } from '../../../logic/format';
import classes from './ship.module.css';

const kinds = { lost: 'Lost', approximated: 'Approximated', yours: 'Yours to do' } as const;

/** Agreement with the variant's lists, and what does not come along. */
export function RankerReport({ report }: { readonly report: ExportRankerReport }): ReactElement {
  return (
    <div className={classes.report}>
      {report.agreement.length > 0 && (
        <table className={classes.table}>
          <caption>Agreement with RankLab’s lists</caption>
          <thead>
            <tr>
              <th scope="col">Formula</th>
              <th scope="col">Test users</th>
              <th scope="col" title="Rank-biased overlap, p = .9: 1 for the same list, and the first positions count most">
                RBO
              </th>
              <th scope="col" title="Over the items that both lists have">
                Kendall τ
              </th>
              <th scope="col">Same first ten</th>
            </tr>
          </thead>
          <tbody>
            {report.agreement.map(({ formula, users, rbo, tau, sameTopTen }) => (
              <tr key={formula}>
                <th scope="row">{formula}</th>
                <td>{formatCount(users)}</td>
                <td>{rbo.toFixed(3)}</td>
                <td>{tau.toFixed(3)}</td>
                <td>{(100 * sameTopTen).toFixed(1)}%</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <table className={classes.table}>
        <caption>What does not come along</caption>
        <tbody>
          {report.losses.map(({ what, kind, detail }) => (
            <tr key={`${what} ${detail}`}>
              <th scope="row">{what}</th>
              <td className={classes[kind]}>{kinds[kind]}</td>
              <td className={classes.detail}>{detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
