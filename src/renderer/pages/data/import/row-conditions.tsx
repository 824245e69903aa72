import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { rowFilterSchema, type RowFilter } from '#shared/schemas/dataset';
import { kindSuggestions, withOption } from '../../../logic/import-plan';
import type { ImportFile } from '../../../stores/import-store';
import { reread } from './import-actions';
import classes from './import.module.css';

const comparisons: readonly RowFilter['is'][] = ['=', '!=', '<', '<=', '>', '>='];

/** Which rows of a log are interactions: conditions that all must hold, and columns of 0 and 1 as kinds. */
export function RowConditions({ file }: { readonly file: ImportFile }): ReactElement | null {
  if (file.role !== 'interactions') return null;
  const { where = [], flags = {} } = file.options ?? {};
  return (
    <details className={classes.format} open={where.length + Object.keys(flags).length > 0}>
      <summary>Which rows are interactions</summary>
      <FilterList file={file} filters={where} />
      <FlagKinds file={file} flags={flags} />
    </details>
  );
}

function FilterList({ file, filters }: { readonly file: ImportFile; readonly filters: readonly RowFilter[] }): ReactElement {
  const [column, setColumn] = useState<string | null>(null);
  const [is, setIs] = useState<RowFilter['is']>('=');
  const [value, setValue] = useState('');
  const set = (next: readonly RowFilter[]): void =>
    void reread(file, withOption(file.options, 'where', next.length === 0 ? undefined : [...next]));
  const add = (): void => {
    if (column === null) return;
    set([...filters, { column, is, value: value.trim() }]);
    setValue('');
  };
  return (
    <>
      {filters.map((filter, place) => (
        <div className={classes.line} key={`${filter.column} ${filter.is} ${filter.value}`}>
          <span>
            Only rows with {filter.column} {filter.is} {filter.value === '' ? '(empty)' : filter.value}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={22}
            aria-label={`Remove the condition on ${filter.column}`}
            onClick={() => set(filters.filter((_, other) => other !== place))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.line}>
        <Select
          label="Only rows with"
          placeholder="column"
          w={180}
          data={file.preview.columns.map(({ name }) => name)}
          value={column}
          onChange={setColumn}
        />
        <Select
          aria-label="Comparison"
          w={80}
          allowDeselect={false}
          data={[...comparisons]}
          value={is}
          onChange={(sign) => setIs(rowFilterSchema.shape.is.catch('=').parse(sign))}
        />
        <TextInput
          aria-label="Value to compare with"
          w={130}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && add()}
        />
        <Button variant="default" disabled={column === null} onClick={add}>
          Add condition
        </Button>
      </div>
    </>
  );
}

/** A kind for each column of 0 and 1; without one it stays a column. */
function FlagKinds({ file, flags }: { readonly file: ImportFile; readonly flags: Readonly<Record<string, string>> }): ReactElement | null {
  const suggestions = kindSuggestions(file.preview);
  const columns = [...new Set([...Object.keys(suggestions), ...Object.keys(flags)])];
  if (columns.length === 0) return null;
  const set = (next: Readonly<Record<string, string>>): void =>
    void reread(file, withOption(file.options, 'flags', Object.keys(next).length === 0 ? undefined : next));
  const setKind = (column: string, kind: string): void => {
    if (kind === (flags[column] ?? '')) return;
    const others = Object.fromEntries(Object.entries(flags).filter(([name]) => name !== column));
    set(kind === '' ? others : { ...others, [column]: kind });
  };
  return (
    <div className={classes.line}>
      {columns.map((column) => (
        <TextInput
          key={`${column} ${flags[column] ?? ''}`}
          label={`A 1 in “${column}” is a`}
          placeholder={suggestions[column]}
          description="empty: stays a column"
          w={170}
          maxLength={50}
          defaultValue={flags[column] ?? ''}
          onBlur={(event) => setKind(column, event.currentTarget.value.trim())}
          onKeyDown={(event) => event.key === 'Enter' && setKind(column, event.currentTarget.value.trim())}
        />
      ))}
      <Button variant="default" disabled={Object.keys(flags).length === columns.length} onClick={() => set({ ...suggestions, ...flags })}>
        Make kinds of them
      </Button>
    </div>
  );
}
