import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../../api/client';
import { keys } from '../../../api/query-keys';
import { CopyTable } from '../../../components/copy-table';
import { Panel } from '../../../components/panel';
import { requestedVsGenerated } from '../logic/generated';
import layout from '../form-columns.module.css';

/** Requested and generated properties; empty for other data. */
export function GeneratedPanel(): ReactElement | null {
  const { data } = useQuery({ queryKey: keys.generated, queryFn: ({ signal }) => api().dataset.generated(undefined, { signal }) });
  if (!data) return null;
  const rows = requestedVsGenerated(data);
  return (
    <Panel
      title="As generated"
      note={`seed ${data.asked.seed}`}
      actions={<CopyTable table={() => ({ columns: ['', 'asked', 'got'], rows: rows.map((row) => [...row]) })} />}
    >
      <table className={layout.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Property</span>
            </th>
            <th scope="col">Asked</th>
            <th scope="col">Got</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, asked, got]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{asked}</td>
              <td>{got}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={layout.hint}>
        The ground truth (tastes, quality, click probabilities) is stored separately for simulated users. No feature or model reads it.
      </p>
    </Panel>
  );
}
