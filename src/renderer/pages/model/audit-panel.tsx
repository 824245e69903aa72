import type { ReactElement } from 'react';
import type { AuditGroup, FactorAudit } from '#shared/schemas/growth';
import { CopyTable } from '../../components/copy-table';
import { Panel } from '../../components/panel';
import { formatCount, formatMinute, formatPercent, plural } from '../../logic/format';
import { usePartLabel } from './use-part-label';
import layout from '../../components/form-and-results.module.css';
import classes from './model.module.css';

const groupLabels: Readonly<Record<AuditGroup['group'], string>> = {
  'new-videos': 'New videos',
  'edited-videos': 'Edited videos',
  'new-users': 'New users',
  'changed-users': 'Users with new interactions',
  'other-users': 'All other users',
};
const columns = ['Group', 'Count', 'Compared', 'Not in the rebuild', 'Score cosine', 'Relative error', 'Same top 10'] as const;
const hints: Readonly<Record<string, string>> = {
  'Not in the rebuild': 'The rebuilt factors have too little data about these. The served factors place them by content',
  'Score cosine': 'Mean cosine between the scores of the served and the rebuilt model: 1 = the same proportions',
  'Relative error': 'Mean distance between the two models’ scores, relative to the norm of the rebuilt ones: 0 = the same',
  'Same top 10': 'Share of the rebuilt model’s ten best unseen videos that are among the served model’s ten best',
};
const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

/** Differences between folded-in factors and a full rebuild, by group. */
export function AuditPanel({ audit }: { readonly audit: FactorAudit }): ReactElement {
  const labelOf = usePartLabel();
  const { atMs, method, factorCount, removedVideos, groups, worst } = audit;
  return (
    <Panel
      title="Served factors against a full rebuild"
      note={`${labelOf('factorMethods', method)}, ${plural(factorCount, 'factor')} · ${formatMinute(atMs)}`}
      actions={
        <CopyTable
          table={() => ({
            columns: [...columns],
            rows: groups.map((group) => [
              groupLabels[group.group],
              group.count,
              group.measured,
              group.unplaced,
              group.scoreCosine,
              group.relativeError,
              group.overlapAt10,
            ]),
          })}
        />
      }
    >
      <GroupTable groups={groups} />
      {removedVideos > 0 && (
        <p className={layout.hint}>
          {plural(removedVideos, 'removed video')} hidden from every list; a refresh takes {removedVideos === 1 ? 'it' : 'them'} out of the
          factors.
        </p>
      )}
      {worst.length > 0 && <LargestDifferences worst={worst} />}
    </Panel>
  );
}

const GroupTable = ({ groups }: Pick<FactorAudit, 'groups'>): ReactElement => (
  <div className={layout.scroll} tabIndex={0} role="region" aria-label="Comparison">
    <table className={layout.table}>
      <thead>
        <tr>
          {columns.map((name, place) => (
            <th key={name} scope="col" title={hints[name]} className={place > 0 ? layout.number : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ group, count, measured, unplaced, scoreCosine, relativeError, overlapAt10 }) => (
          <tr key={group}>
            <th scope="row">{groupLabels[group]}</th>
            <td className={layout.number}>{formatCount(count)}</td>
            <td className={layout.number}>{formatCount(measured)}</td>
            <td className={layout.number}>{formatCount(unplaced)}</td>
            <td className={layout.number}>{shown(scoreCosine)}</td>
            <td className={layout.number}>{shown(relativeError)}</td>
            <td className={layout.number}>{overlapAt10 === null ? '–' : formatPercent(overlapAt10)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const LargestDifferences = ({ worst }: Pick<FactorAudit, 'worst'>): ReactElement => (
  <details className={classes.reading}>
    <summary>Largest differences</summary>
    <table className={layout.table}>
      <tbody>
        {worst.map(({ kind, id, title, scoreCosine, interactions }) => (
          <tr key={`${kind} ${id}`}>
            <th scope="row">{title === '' ? id : title}</th>
            <td>{kind === 'video' ? plural(interactions, 'user') : plural(interactions, 'interaction')}</td>
            <td className={layout.number}>{shown(scoreCosine)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);
