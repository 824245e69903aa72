import {
  createColumnHelper,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  useReactTable,
  type Header,
  type Row,
  type SortingState,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { ExperimentSummary } from '#shared/contract/experiment';
import { commonMetrics, experimentRow, type ExperimentRow } from './logic/experiment-rows';
import { formatMinute } from '../../logic/format';
import { usePreferences } from '../../stores/preferences-store';
import { Open, Tick, Value, WeightChanges, Winner } from './experiment-cells';
import classes from './experiments.module.css';

const ROW_HEIGHT = 33;
const METRICS = 3;
const column = createColumnHelper<ExperimentRow>();

function columnsFor(metrics: readonly string[]) {
  return [
    column.display({
      id: 'tick',
      header: () => <span className="visually-hidden">Compare</span>,
      cell: ({ row }) => <Tick experiment={row.original.experiment} />,
    }),
    column.accessor(({ experiment }) => experiment.name, {
      id: 'name',
      header: 'Name',
      cell: ({ row }) => <Open experiment={row.original.experiment} />,
    }),
    column.accessor(({ experiment }) => experiment.createdAtMs, {
      id: 'when',
      header: 'When',
      cell: (cell) => formatMinute(cell.getValue()),
    }),
    column.accessor(({ experiment }) => experiment.winner ?? undefined, {
      id: 'best',
      header: 'Winner',
      sortUndefined: 'last',
      cell: ({ row }) => <Winner experiment={row.original.experiment} />,
    }),
    column.display({
      id: 'weights',
      header: 'Weights that differ',
      cell: ({ row }) => <WeightChanges experiment={row.original.experiment} />,
    }),
    column.accessor(({ experiment }) => experiment.testUserCount, { id: 'users', header: 'Users', meta: { numeric: true } }),
    ...metrics.map((spec) =>
      column.accessor(({ metrics: values }) => values.get(spec)?.value ?? undefined, {
        id: spec,
        header: spec,
        meta: { numeric: true },
        sortUndefined: 'last',
        cell: ({ row }) => <Value row={row.original} spec={spec} />,
      }),
    ),
    column.accessor(({ experiment }) => experiment.notes, { id: 'notes', header: 'Notes' }),
  ];
}

const isNumeric = (meta: unknown): boolean => (meta as { numeric?: boolean } | undefined)?.numeric === true;

function HeadCell({ header }: { readonly header: Header<ExperimentRow, unknown> }): ReactElement {
  const sorted = header.column.getIsSorted();
  const label = flexRender(header.column.columnDef.header, header.getContext());
  return (
    <th
      scope="col"
      className={isNumeric(header.column.columnDef.meta) ? classes.number : undefined}
      aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
    >
      {header.column.getCanSort() ? (
        <button type="button" className={classes.sort} onClick={header.column.getToggleSortingHandler()}>
          {label} {sorted === false ? '' : sorted === 'asc' ? '↑' : '↓'}
        </button>
      ) : (
        label
      )}
    </th>
  );
}

const clipped = new Set(['notes', 'name', 'weights']);

/** Columns that can be left out; the metrics beside them are those that any run has. */
const optionalColumns = ['when', 'best', 'weights', 'users', 'notes'];

/** What the column menu offers, and what is shown while nothing is chosen. */
export function experimentColumns(experiments: readonly ExperimentSummary[]): { readonly all: string[]; readonly usual: string[] } {
  const all = commonMetrics(experiments, Infinity);
  return { all: [...optionalColumns, ...all], usual: [...optionalColumns, ...commonMetrics(experiments, METRICS)] };
}

function BodyCells({ row }: { readonly row: Row<ExperimentRow> }): ReactNode {
  return row.getVisibleCells().map((cell) => (
    <td
      key={cell.id}
      className={`${isNumeric(cell.column.columnDef.meta) ? classes.number : ''} ${clipped.has(cell.column.id) ? classes.clip : ''}`}
    >
      {flexRender(cell.column.columnDef.cell, cell.getContext())}
    </td>
  ));
}

/** The saved runs, newest first; any column sorts. Virtualised: only visible rows are rendered. */
export function ExperimentsTable({ experiments }: { readonly experiments: readonly ExperimentSummary[] }): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<SortingState>([{ id: 'when', desc: true }]);
  const data = useMemo(() => experiments.map(experimentRow), [experiments]);
  const chosen = usePreferences((preferences) => preferences.experimentColumns);
  const columns = useMemo(() => {
    const { all, usual } = experimentColumns(experiments);
    const shown = new Set(chosen ?? usual);
    const metrics = all.filter((id) => shown.has(id) && !optionalColumns.includes(id));
    return columnsFor(metrics).filter(({ id = '' }) => shown.has(id) || !optionalColumns.includes(id));
  }, [experiments, chosen]);
  const table = useReactTable({
    data,
    columns,
    state: { sorting },
    onSortingChange: setSorting,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const { rows } = table.getRowModel();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={frame} className={classes.frame} tabIndex={0} role="region" aria-label="Saved experiments">
      <table className={classes.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {table.getFlatHeaders().map((header) => (
              <HeadCell key={header.id} header={header} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr style={{ height: before }} aria-hidden />}
          {items.map(({ index }) => {
            const row = rows[index];
            return (
              row && (
                <tr key={row.id} aria-rowindex={index + 2}>
                  <BodyCells row={row} />
                </tr>
              )
            );
          })}
          {after > 0 && <tr style={{ height: after }} aria-hidden />}
        </tbody>
      </table>
    </div>
  );
}
