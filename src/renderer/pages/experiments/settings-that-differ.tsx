import type { ReactElement } from 'react';
import type { SavedExperiment } from '#shared/contract/experiment';
import { useSignals } from '../../api/use-signals';
import { letterOf } from '../../logic/lab-document';
import { compareSettings } from '../../logic/variant-diff';
import classes from './experiments.module.css';

/** What the variants of a run differ in: weights, parameters, candidates. */
export function SettingsThatDiffer({ experiment: { config } }: { readonly experiment: SavedExperiment }): ReactElement | null {
  const { labelOf } = useSignals();
  const rows = compareSettings(config.variants, labelOf);
  if (rows.length === 0) return null;
  return (
    <div>
      <h3 className={classes.heading}>Settings that differ</h3>
      <div style={{ overflowX: 'auto' }}>
        <table className={classes.table} aria-label="Settings that differ">
          <thead>
            <tr>
              <th scope="col">Setting</th>
              {config.variants.map(({ name }, index) => (
                <th key={index} scope="col" className={`${classes.number} ${classes.clip}`} title={name}>
                  {letterOf(index)} · {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, label, values }) => (
              <tr key={path}>
                <th scope="row">{label}</th>
                {values.map((value, index) => (
                  <td key={index} className={`${classes.number} ${value === values[0] ? classes.same : ''}`}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
