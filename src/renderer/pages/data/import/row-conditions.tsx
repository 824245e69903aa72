import { Button, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { conditionText, parseCondition } from '#shared/conditions';
import { rowFilterSchema, type RowFilter } from '#shared/schemas/dataset';
import { ConditionList } from '../../../components/condition-list';
import { kindSuggestions, withOption } from '../../../logic/import-plan';
import type { ImportFile } from '../../../stores/import-store';
import { reread } from './import-actions';
import classes from './import.module.css';

const rowFilters = (conditions: readonly string[]): RowFilter[] | undefined =>
  conditions.length === 0 ? undefined : conditions.map((text) => rowFilterSchema.parse(parseCondition(text)));

/** Which rows of a log are interactions: conditions that all must hold, and columns of 0 and 1 as kinds. */
export function RowConditions({ file }: { readonly file: ImportFile }): ReactElement | null {
  if (file.role !== 'interactions') return null;
  const { where = [], flags = {} } = file.options ?? {};
  return (
    <details className={classes.format} open={where.length + Object.keys(flags).length > 0}>
      <summary>Which rows are interactions</summary>
      <ConditionList
        label="Only rows with"
        columns={file.preview.columns.map(({ name }) => ({ value: name, label: name }))}
        conditions={where.map(conditionText)}
        onChange={(conditions) => void reread(file, withOption(file.options, 'where', rowFilters(conditions)))}
      />
      <FlagKinds file={file} flags={flags} />
    </details>
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
