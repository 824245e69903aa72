import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import classes from './virtual-table.module.css';

export interface Column<Row> {
  readonly name: string;
  /** A CSS grid track, such as `120px` or `minmax(0, 2fr)`. */
  readonly width: string;
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly count: number;
  /** Undefined while the row is loading. */
  readonly row: (index: number) => Row | undefined;
  readonly onVisible?: (first: number, last: number) => void;
  readonly onOpen?: (row: Row) => void;
  readonly height: number | string;
}

const ROW_HEIGHT = 28;

const cellClass = ({ numeric }: { readonly numeric?: boolean }): string => `${classes.cell} ${numeric ? classes.number : ''}`;

/** A virtualised table: renders only visible rows. The first cell of a row opens it. */
export function VirtualTable<Row>({ label, columns, count, row, onVisible, onOpen, height }: Props<Row>): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    paddingEnd: 8,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onVisible?.(first, last), [first, last, onVisible]);
  return (
    <div
      ref={frame}
      className={classes.frame}
      style={{ height, ['--columns' as string]: columns.map(({ width }) => width).join(' ') }}
      role="table"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      tabIndex={0}
    >
      <div className={classes.head} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <div key={column.name} role="columnheader" className={cellClass(column)}>
            {column.name}
          </div>
        ))}
      </div>
      <div className={classes.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const data = row(index);
          return (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 2}
              className={classes.row}
              style={{ top: start }}
              data-clickable={onOpen && data ? true : undefined}
              onClick={() => data && onOpen?.(data)}
            >
              {columns.map((column, place) => (
                <div key={column.name} role="cell" className={cellClass(column)}>
                  <Cell data={data} column={column} opens={place === 0 && onOpen !== undefined} />
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface CellProps<Row> {
  readonly data: Row | undefined;
  readonly column: Column<Row>;
  /** A button for the keyboard; the click itself is the row's. */
  readonly opens: boolean;
}

function Cell<Row>({ data, column, opens }: CellProps<Row>): ReactNode {
  if (data === undefined) return <span className={classes.waiting}>…</span>;
  if (!opens) return column.cell(data);
  return (
    <button type="button" className={classes.open}>
      {column.cell(data)}
    </button>
  );
}
