import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { usePagedRows, type FetchPage } from '../../../api/use-paged-rows';
import { EmptyState } from '../../../components/empty-state';
import { Failed } from '../../../components/failed';
import { VirtualTable, type Column } from '../../../components/virtual-table';
import { formatCount } from '../../../logic/format';
import classes from './browse.module.css';

interface Props<Row> {
  readonly kind: string;
  readonly placeholder: string;
  readonly columns: readonly Column<Row>[];
  readonly fetchPage: FetchPage<Row>;
  readonly onOpen?: (row: Row) => void;
  readonly actions?: ReactNode;
}

/** One table of the dataset with search over all of it. */
export function BrowseTable<Row>({ kind, placeholder, columns, fetchPage, onOpen, actions }: Props<Row>): ReactElement {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 200);
  const { total, error, retry, row, onVisible } = usePagedRows(kind, settled, fetchPage);
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
          {total === undefined ? '' : `${formatCount(total)} ${kind}${settled === '' ? '' : ' found'}`}
        </span>
        <span className={classes.spacer} />
        {actions}
      </div>
      {error !== null && error !== undefined && <Failed error={error} title={`The ${kind} cannot be read`} onRetry={retry} />}
      {total === 0 ? (
        <EmptyState inline title={settled === '' ? `No ${kind}` : `No ${kind} match “${settled}”`} />
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
