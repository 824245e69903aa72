import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { roleFields, withColumn, type PlannedFile } from '../../../logic/import-plan';
import type { ImportFile } from '../../../stores/import-store';
import classes from './import.module.css';

const SHOWN = 6;

interface TableProps {
  readonly file: ImportFile;
  /** Left out: the columns are taken as a known layout has them. */
  readonly onChange?: (planned: PlannedFile) => void;
}

/** The first rows, with the field of every column above it: to choose from, or as the layout says. */
export function PreviewTable({ file, onChange }: TableProps): ReactElement {
  const { preview } = file;
  const options = [{ value: '', label: '–' }, ...roleFields[file.role].map(({ name, label }) => ({ value: name, label }))];
  const fieldOf = (column: string): string => Object.entries(file.mapping).find(([, mapped]) => mapped === column)?.[0] ?? '';
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Beginning of ${file.name}`}>
      <table className={classes.preview}>
        <thead>
          <tr>
            {preview.columns.map((column) => (
              <th key={column.name} scope="col" className={!onChange && column.type === 'number' ? classes.number : undefined}>
                {column.name} <small>{column.type}</small>
                {file.role !== 'ignore' && onChange && (
                  <Select
                    aria-label={`What “${column.name}” is`}
                    w={120}
                    mt={4}
                    allowDeselect={false}
                    data={options}
                    value={fieldOf(column.name)}
                    onChange={(name) => onChange(withColumn(file, column.name, name === null || name === '' ? undefined : name))}
                  />
                )}
                {file.role !== 'ignore' && !onChange && <small>{fieldLabel(file, column.name)}</small>}
                {file.role !== 'ignore' && <small>{columnUse(file, column.name)}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, SHOWN).map((row, index) => (
            <tr key={index}>
              {row.map((cell, place) => (
                <td key={place} className={preview.columns[place]?.type === 'number' ? classes.number : undefined} title={cell}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The field that a column is; a dash for none. */
function fieldLabel({ role, mapping }: ImportFile, column: string): string {
  const field = Object.keys(mapping).find((name) => mapping[name] === column);
  return roleFields[role].find(({ name }) => name === field)?.label ?? field ?? '–';
}

/** What becomes of a column: how sure its field is, that it is kept beside the fields, or that it is left out. */
function columnUse({ mapping, preview, options }: ImportFile, column: string): string {
  const kind = options?.flags?.[column];
  if (kind !== undefined) return `1 is a “${kind}”`;
  const field = Object.keys(mapping).find((name) => mapping[name] === column);
  if (field !== undefined) {
    const guess = preview.fields.find((found) => found.column === column && found.field === field);
    return guess ? `${Math.round(100 * guess.confidence)}% sure` : 'set by you';
  }
  const kept = preview.kept.find((further) => further.column === column);
  const isMapped = preview.fields.some((found) => found.column === column);
  return kept ? `kept: ${kept.type}` : isMapped ? 'kept' : 'left out';
}
