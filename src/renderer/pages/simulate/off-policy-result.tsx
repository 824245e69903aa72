import type { ReactElement } from 'react';
import type { OffPolicyTruthOutput } from '#shared/schemas/off-policy-truth';
import { CopyTable } from '../../components/copy-table';
import layout from '../../components/form-and-results.module.css';
import { Panel } from '../../components/panel';
import { Statements } from '../../components/statements';
import { Stats } from '../../components/stats';
import { formatDifference, formatPercent, formatValue, plural } from '../../logic/format';
import type { TextTable } from '../../logic/table-text';
import classes from './simulate.module.css';

const heads = ['Mean', 'Bias', 'Root mean squared error', 'Intervals with the truth', 'Refused'];

/** The errors of every estimator. */
export function OffPolicyResult({ output }: { readonly output: OffPolicyTruthOutput }): ReactElement {
  const { names, truth, estimators, slates, repetitions, statements } = output;
  return (
    <Panel
      title="How far each estimate is off"
      note={`“${names[1]}” from ${plural(repetitions, 'log')} of ${plural(slates, 'list')} by “${names[0]}”`}
      actions={<CopyTable table={() => errorTable(output)} what="errors" />}
    >
      <Stats
        items={[
          ['True clicks a list', formatValue(truth.value)],
          ['Logged clicks a list', formatValue(truth.logged)],
        ]}
      />
      <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of estimates">
        <table className={`${layout.table} ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">Estimate</th>
              {heads.map((head) => (
                <th key={head} scope="col" className={layout.number}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {estimators.map(({ estimator, label, mean, bias, biasInterval, rootMeanSquaredError, coverage, refused }) => (
              <tr key={estimator}>
                <th scope="row">{label}</th>
                <td className={layout.number}>{formatValue(mean)}</td>
                <td className={layout.number}>
                  {formatDifference(bias)}{' '}
                  <small>
                    [{formatDifference(biasInterval.low)}, {formatDifference(biasInterval.high)}]
                  </small>
                </td>
                <td className={layout.number}>{formatValue(rootMeanSquaredError)}</td>
                <td className={layout.number}>{formatPercent(coverage)}</td>
                <td className={layout.number}>{formatPercent(refused)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Statements statements={statements} />
    </Panel>
  );
}

const errorTable = ({ estimators }: OffPolicyTruthOutput): TextTable => ({
  columns: ['estimate', 'mean', 'bias', 'bias_low', 'bias_high', 'root_mean_squared_error', 'coverage', 'refused'],
  rows: estimators.map(({ estimator, mean, bias, biasInterval, rootMeanSquaredError, coverage, refused }) => [
    estimator,
    mean,
    bias,
    biasInterval.low,
    biasInterval.high,
    rootMeanSquaredError,
    coverage,
    refused,
  ]),
});
