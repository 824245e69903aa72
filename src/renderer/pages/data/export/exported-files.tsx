import type { ReactElement } from 'react';
import type { ExportReport } from '#shared/schemas/dataset';
import { Panel } from '../../../components/panel';
import { formatCount } from '../../../logic/format';
import classes from '../form-columns.module.css';

/** What was written, and what the format has no place for. */
export function ExportedFiles({ report }: { readonly report: ExportReport }): ReactElement {
  return (
    <Panel title="Exported">
      <table className={classes.table}>
        <thead>
          <tr>
            <th>File</th>
            <th>Rows</th>
            <th>Bytes</th>
          </tr>
        </thead>
        <tbody>
          {report.files.map(({ name, rows, bytes }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{formatCount(rows)}</td>
              <td>{formatCount(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.notes.map((note) => (
        <p key={note} className={classes.hint}>
          {note}
        </p>
      ))}
    </Panel>
  );
}
