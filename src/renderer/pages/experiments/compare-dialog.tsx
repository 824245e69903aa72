import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useWholeExperiments } from '../../api/queries';
import { Loading } from '../../components/loading';
import { CopyTable } from '../../components/copy-table';
import { formatValue } from '../../logic/format';
import { ConventionNotice } from './convention-notice';
import { comparisonColumns, metricRows } from './logic/compare-runs';
import { compareSettings } from '../../logic/variant-diff';
import { useSignals } from '../../api/use-signals';
import classes from './experiments.module.css';

/** Any number of runs side by side: every metric, and only the settings that differ. */
export function CompareDialog({ ids }: { readonly ids: readonly string[] }): ReactElement {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" disabled={ids.length < 2} onClick={dialog.open} title="Tick two or more runs">
        Compare {ids.length < 2 ? '' : ids.length}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title="Comparison" size="auto" centered>
        {opened && <Comparison ids={ids} />}
      </Modal>
    </>
  );
}

function Comparison({ ids }: { readonly ids: readonly string[] }): ReactElement {
  const experiments = useWholeExperiments(ids);
  const { labelOf } = useSignals();
  const columns = comparisonColumns(experiments);
  const metrics = metricRows(columns);
  const settings = compareSettings(
    columns.map(({ variant }) => variant),
    labelOf,
  );
  if (experiments.length < ids.length) return <Loading label="Reading the runs" />;
  return (
    <div className={classes.frame} style={{ maxHeight: '70vh' }}>
      <ConventionNotice experiments={experiments} />
      <p className={classes.mute}>
        Bold: better than the baseline of the same run, by its corrected verdict. Differences between runs are not tested.
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <CopyTable
                table={() => ({
                  columns: ['', ...columns.map(({ run, label }) => `${run} · ${label}`)],
                  rows: [
                    ...metrics.map(({ spec, values }) => [spec, ...values]),
                    ...settings.map(({ label, values }) => [label, ...values]),
                  ],
                })}
              />
            </th>
            {columns.map(({ key, run, label }) => (
              <th key={key} scope="col" className={`${classes.number} ${classes.clip}`} title={`${run} · ${label}`}>
                <small className={classes.run}>{run}</small>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((row) => (
            <MetricValues key={row.spec} {...row} />
          ))}
          {settings.map(({ path, label, values }) => (
            <tr key={path}>
              <th scope="row" className={classes.mute}>
                {label}
              </th>
              {values.map((value, index) => (
                <td key={index} className={classes.number}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MetricValues({ spec, values, verdicts }: ReturnType<typeof metricRows>[number]): ReactElement {
  return (
    <tr>
      <th scope="row">{spec}</th>
      {values.map((value, index) => (
        <td
          key={index}
          className={`${classes.number} ${classes[verdicts[index] ?? ''] ?? ''}`}
          style={{ fontWeight: verdicts[index] === 'better' ? 650 : undefined }}
          title={verdicts[index] && `${verdicts[index]} against the baseline of the same run`}
        >
          {formatValue(value)}
        </td>
      ))}
    </tr>
  );
}
