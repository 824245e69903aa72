import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { DatasetColumns } from '#shared/schemas/dataset';
import { usePagedRows, type FetchPage } from '../../../api/use-paged-rows';
import { EmptyState } from '../../../components/empty-state';
import { Failed } from '../../../components/failed';
import { VirtualTable, type Column } from '../../../components/virtual-table';
import { formatCount } from '../../../logic/format';
import { toFailure } from '../../../logic/failure';
import { ColumnConditions } from '../column-conditions';
import classes from './browse.module.css';

interface Props<Row> {
  readonly kind: keyof DatasetColumns;
  readonly placeholder: string;
  readonly columns: readonly Column<Row>[];
  readonly fetchPage: FetchPage<Row>;
  readonly onOpen?: (row: Row) => void;
  readonly actions?: ReactNode;
}

const isRefused = (error: unknown): boolean => toFailure(error).place?.startsWith('where') === true;

function noneText(kind: string, search: string, where: readonly string[]): string {
  if (search === '' && where.length === 0) return `No ${kind}`;
  return `No ${kind} match ${[...(search === '' ? [] : [`“${search}”`]), ...where].join(' and ')}`;
}

/** One table of the dataset with search over all of it, and conditions on its columns. */
export function BrowseTable<Row>({ kind, placeholder, columns, fetchPage, onOpen, actions }: Props<Row>): ReactElement {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 200);
  const [where, setWhere] = useState<readonly string[]>([]);
  const { total, error, retry, row, onVisible } = usePagedRows(kind, { search: settled, where }, fetchPage);
  const all = settled === '' && where.length === 0;
  return (
    <>
      <div className={classes.bar}>
        <TextInput
          aria-label={`Search ${kind}`}
          placeholder={placeholder}
          w={280}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          maxLength={500}
        />
        <span className={classes.count} role="status">
          {total === undefined ? '' : `${formatCount(total)} ${kind}${all ? '' : ' found'}`}
        </span>
        <span className={classes.spacer} />
        {actions}
      </div>
      <ColumnConditions owner={kind} label={`Only ${kind} with`} conditions={where} onChange={(next) => setWhere(next)} />
      {error !== null && error !== undefined && (
        <Failed error={error} title={isRefused(error) ? 'The filter cannot be applied' : `The ${kind} cannot be read`} onRetry={retry} />
      )}
      {total === 0 ? (
        <EmptyState inline title={noneText(kind, settled, where)} />
      ) : (
        <VirtualTable
          label={kind}
          columns={columns}
          count={total ?? 0}
          row={row}
          onVisible={onVisible}
          height="calc(100vh - 240px)"
          {...(onOpen && { onOpen })}
        />
      )}
    </>
  );
}
