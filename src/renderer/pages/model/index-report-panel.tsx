import type { ReactElement } from 'react';
import type { BuildReport } from '#shared/schemas/model';
import { CopyTable } from '../../components/copy-table';
import { Panel } from '../../components/panel';
import { formatBytes, formatCount } from '../../logic/format';
import { indexReportTable, originText } from './logic/index-report';
import layout from '../../components/form-and-results.module.css';
import classes from './model.module.css';

const vectorKindLabels = { content: 'Content', factors: 'Factors' } as const;
const numbers = ['Count', 'Dimensions', 'Threads', 'Memory'];

/** The index in use, its date, and the reason for its backend and type. */
export function IndexReportPanel({ indexes }: { readonly indexes: BuildReport['indexes'] }): ReactElement {
  const reasons = new Set(indexes.flatMap(({ backendReason, typeReason }) => [backendReason, typeReason]));
  return (
    <Panel title="Index" actions={<CopyTable table={() => indexReportTable(indexes)} />}>
      <div className={layout.scroll} tabIndex={0} role="region" aria-label="Table of indexes">
        <table className={layout.table}>
          <thead>
            <tr>
              <th scope="col">Vectors of</th>
              <th scope="col">Index</th>
              <th scope="col">Came from</th>
              {numbers.map((name) => (
                <th key={name} scope="col" className={layout.number}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {indexes.map((index) => (
              <tr key={index.which}>
                <th scope="row">{vectorKindLabels[index.which]}</th>
                <td title={index.fingerprint && `sha256 ${index.fingerprint}`}>{index.description}</td>
                <td>{originText(index)}</td>
                <td className={layout.number}>{formatCount(index.count)}</td>
                <td className={layout.number}>{formatCount(index.dimensions)}</td>
                <td className={layout.number}>{index.threads ?? '–'}</td>
                <td className={layout.number}>{formatBytes(index.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {indexes.map(
        ({ which, problem }) =>
          problem !== undefined && (
            <p key={which} className={classes.stale} role="status">
              {vectorKindLabels[which]}: built again from its vectors. {problem}
            </p>
          ),
      )}
      {indexes.map(({ which, notes = [] }) =>
        notes.map((note) => (
          <p key={`${which} ${note}`} className={layout.hint} role="status">
            {vectorKindLabels[which]}: {note}.
          </p>
        )),
      )}
      <div className={classes.reasons}>
        {[...reasons].map((reason) => reason !== undefined && <p key={reason} className={layout.hint}>{`${reason}.`}</p>)}
      </div>
    </Panel>
  );
}
