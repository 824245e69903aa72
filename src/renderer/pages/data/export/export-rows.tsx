import { Checkbox, Group, NumberInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactElement } from 'react';
import type { DatasetColumns, ExportFilter } from '#shared/schemas/dataset';
import { useExportCount } from '../../../api/queries';
import { FailureNotice } from '../../../components/failed';
import { toFailure } from '../../../logic/failure';
import { formatCount } from '../../../logic/format';
import { ColumnConditions } from '../column-conditions';
import classes from '../form-columns.module.css';

interface Props {
  readonly filter: ExportFilter;
  readonly onChange: (filter: ExportFilter) => void;
}

const owners: readonly (keyof DatasetColumns)[] = ['users', 'videos', 'interactions'];

/** Which rows are exported: a seeded sample of users, conditions on columns, and how many rows that makes. */
export function ExportRows({ filter, onChange }: Props): ReactElement {
  const { where = {} } = filter;
  const setWhere = (owner: keyof DatasetColumns, conditions: string[]): void => {
    const { [owner]: _, ...others } = where;
    const next = conditions.length === 0 ? others : { ...others, [owner]: conditions };
    onChange({ ...filter, where: Object.keys(next).length === 0 ? undefined : next });
  };
  return (
    <>
      <SampleOfUsers filter={filter} onChange={onChange} />
      {owners.map((owner) => (
        <ColumnConditions
          key={owner}
          owner={owner}
          label={`Only ${owner} with`}
          conditions={where[owner] ?? []}
          onChange={(conditions) => setWhere(owner, conditions)}
        />
      ))}
      <Checkbox
        mt={12}
        label="Only users and videos that have exported interactions"
        checked={filter.onlyUsed}
        onChange={(event) => onChange({ ...filter, onlyUsed: event.currentTarget.checked })}
      />
      <RowCount filter={filter} />
    </>
  );
}

function SampleOfUsers({ filter, onChange }: Props): ReactElement {
  return (
    <Group grow mt={14} mb={12} align="end">
      <NumberInput
        label="Sample of users"
        placeholder="all"
        min={1}
        allowDecimal={false}
        value={filter.users ?? ''}
        onChange={(value) => onChange({ ...filter, users: typeof value === 'number' && value >= 1 ? value : undefined })}
      />
      <NumberInput
        label="Seed"
        allowDecimal={false}
        disabled={filter.users === undefined}
        value={filter.seed}
        onChange={(value) => onChange({ ...filter, seed: typeof value === 'number' ? value : 42 })}
      />
    </Group>
  );
}

/** How many rows the files would hold. */
function RowCount({ filter }: { readonly filter: ExportFilter }): ReactElement | null {
  const [settled] = useDebouncedValue(filter, 200);
  const { data, error } = useExportCount(settled);
  if (error) return <FailureNotice failure={toFailure(error)} />;
  if (!data) return null;
  return (
    <p className={classes.hint} role="status">
      {formatCount(data.users)} users, {formatCount(data.videos)} videos, {formatCount(data.interactions)} interactions
    </p>
  );
}
