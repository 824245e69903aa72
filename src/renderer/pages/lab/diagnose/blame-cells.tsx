import type { ReactElement } from 'react';
import { formatPercent, formatValue, plural } from '../../../logic/format';
import { missing, partMeanings, partNames, partOf, shownParts, type BlamePick, type BlameRow } from '../logic/blame';
import { partColor } from '../logic/part-colors';
import classes from './diagnose.module.css';

interface Props {
  readonly metric: string;
  readonly rows: readonly BlameRow[];
  readonly picked: BlamePick | null;
  readonly onPick: (pick: BlamePick) => void;
}

/** The bars as numbers; a cell lists the users who lose there. */
export function BlameCells({ metric, rows, picked, onPick }: Props): ReactElement {
  return (
    <div className={classes.frame} role="region" aria-label="Losses as numbers" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Lists</th>
            <th scope="col" className={classes.number}>
              n
            </th>
            <th scope="col" className={classes.number}>
              {metric}
            </th>
            <th scope="col" className={classes.number}>
              missing
            </th>
            {shownParts.map((part) => (
              <th key={part} scope="col" className={classes.number} title={partMeanings[part]}>
                <i className={classes.swatch} style={{ background: partColor(part) }} aria-hidden /> {partNames[part]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              <td className={classes.number}>{row.summary.userCount}</td>
              <td className={classes.number}>{formatValue(row.summary.achieved)}</td>
              <td className={classes.number}>{formatValue(missing(row.summary))}</td>
              {shownParts.map((part) => {
                const one = partOf(row.summary, part);
                const isPicked = picked?.row === row.key && picked.part === part;
                return (
                  <td key={part} className={classes.number}>
                    <button
                      type="button"
                      className={classes.cell}
                      aria-pressed={isPicked}
                      aria-label={`${row.label}, ${partNames[part]}: ${formatValue(one?.value)}, lost by ${plural(one?.losingUserCount ?? 0, 'user')}`}
                      title={`${partMeanings[part]}\n${formatValue(one?.low)} … ${formatValue(one?.high)}${filterText(row, part)}`}
                      onClick={() => onPick({ row: row.key, part })}
                    >
                      {formatValue(one?.value)}
                      <small>
                        {formatPercent(share(one?.value, missing(row.summary)))} · {plural(one?.losingUserCount ?? 0, 'user')}
                      </small>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const share = (value: number | null | undefined, of: number | null): number | null =>
  value === null || value === undefined || of === null || of <= 0 ? null : value / of;

const filterNames = {
  seen: 'already seen',
  unknown: 'unknown at training time',
  category: 'excluded category',
  column: 'filter by a column',
  creator: 'creator limit',
} as const;

const filterText = ({ summary }: BlameRow, part: string): string =>
  part === 'filters' ? summary.filters.map(({ stage, value }) => `\n${filterNames[stage]}: ${formatValue(value)}`).join('') : '';
