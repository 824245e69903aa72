import type { ReactElement } from 'react';
import type { GateReport } from '#shared/schemas/gate';
import { formatValue } from '../../logic/format';
import classes from './experiments.module.css';

const words = { pass: 'Pass', worse: 'Worse', undecided: 'Undecided' } as const;
const colours = { pass: 'better', worse: 'worse', undecided: 'mute' } as const;

/** The verdict, the numbers it rests on, and how far data and numbers have drifted. */
export function GateVerdict({ report }: { readonly report: GateReport }): ReactElement {
  const drift = report.sameData
    ? report.firstDifference === null
      ? `Same data as the run; the numbers of “${report.baseline}” reproduce.`
      : `Same data as the run, and its numbers do not reproduce: ${report.firstDifference}.`
    : 'Other data than those of the run.';
  return (
    <div className={classes.stack}>
      <p role="status" className={classes[colours[report.verdict]]}>
        <strong>{words[report.verdict]}</strong> ·{' '}
        {report.metrics.map(({ spec, reason }) => `${spec}: ${reason.replace(/^\w+: /, '')}`).join(' ')}
      </p>
      <p className={classes.mute}>{drift}</p>
      <div className={classes.frame}>
        <table className={classes.table}>
          <thead>
            <tr>
              {['Metric', 'Baseline', 'Candidate', 'Difference', 'Bounds', 'Margin', 'Users', 'Power to pass'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              <th scope="col">Power at −{100 * report.detect}%</th>
            </tr>
          </thead>
          <tbody>
            {report.metrics.map((metric) => (
              <tr key={metric.spec}>
                <th scope="row">{metric.spec}</th>
                <td className={classes.number}>{formatValue(metric.baselineValue)}</td>
                <td className={classes.number}>{formatValue(metric.value)}</td>
                <td className={classes.number}>{formatValue(metric.difference)}</td>
                <td className={classes.number}>
                  {formatValue(metric.lower)} … {formatValue(metric.upper)}
                </td>
                <td className={classes.number}>{formatValue(metric.margin)}</td>
                <td className={classes.number}>{metric.users}</td>
                <td className={classes.number}>{percent(metric.powerToPass)}</td>
                <td className={classes.number}>{percent(metric.powerToCatch)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {report.dataDrift.length > 0 && <Drift report={report} />}
      </div>
    </div>
  );
}

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(100 * share)}%`);

function Drift({ report }: { readonly report: GateReport }): ReactElement {
  return (
    <table className={classes.table}>
      <caption>Drift since the run</caption>
      <tbody>
        {report.dataDrift.map(({ what, before, now }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td className={classes.number}>{formatValue(before)}</td>
            <td className={classes.number}>{formatValue(now)}</td>
          </tr>
        ))}
        {report.metricDrift.map(({ spec, before, now, reweighted }) => (
          <tr key={spec}>
            <th scope="row">{spec}</th>
            <td className={classes.number}>{formatValue(before)}</td>
            <td className={classes.number}>{formatValue(now)}</td>
            <td className={classes.number}>{reweighted === null ? '' : `${formatValue(reweighted)} with the former mix of users`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
