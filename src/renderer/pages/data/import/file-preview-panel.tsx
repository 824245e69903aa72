import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Panel } from '../../../components/panel';
import { plural } from '../../../logic/format';
import { roleFields, withColumn, type FileRole, type PlannedFile } from '../../../logic/import-plan';
import { useImport, type ImportFile } from '../../../stores/import-store';
import { FileFormatForm } from './file-format-form';
import { FileQuestions } from './file-questions';
import { holds } from './import-actions';
import classes from './import.module.css';
import { RowConditions } from './row-conditions';

const roleLabels: Readonly<Record<FileRole, string>> = {
  interactions: 'Interactions',
  videos: 'Videos',
  users: 'Users',
  ignore: 'Leave out',
};
const SHOWN = 6;

/** The beginning of a file with a choice above every column. */
export function FilePreviewPanel({ file }: { readonly file: ImportFile }): ReactElement {
  const { files, update } = useImport();
  const { preview } = file;
  const change = (planned: PlannedFile): void =>
    update({ files: files.map((other) => (other === file ? { ...file, ...planned } : other)) });
  const { rowCount, preset, format } = preview;
  const rows = `${rowCount.isExact ? '' : 'about '}${plural(rowCount.count, 'row')}`;
  const facts = [rows, format, preset === undefined ? '' : `the format “${preset}”`].filter((fact) => fact !== '');
  return (
    <Panel
      title={file.name}
      note={facts.join(' · ')}
      actions={
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          aria-label={`Remove ${file.name}`}
          onClick={() => update({ files: files.filter((other) => other !== file) })}
        >
          <IconX size={14} />
        </ActionIcon>
      }
    >
      <Select
        label="This file contains"
        w={200}
        allowDeselect={false}
        data={Object.entries(roleLabels).map(([value, label]) => ({ value, label }))}
        value={file.role}
        onChange={(role) => void holds(file, (role ?? 'ignore') as FileRole)}
      />
      <FileQuestions file={file} />
      <FileFormatForm file={file} />
      <RowConditions file={file} />
      {preview.warnings.map((warning) => (
        <p key={warning} className={classes.warning}>
          {warning}
        </p>
      ))}
      <PreviewTable file={file} onChange={change} />
    </Panel>
  );
}

interface TableProps {
  readonly file: ImportFile;
  readonly onChange: (planned: PlannedFile) => void;
}

/** The first rows, with a choice of field above every column. */
function PreviewTable({ file, onChange }: TableProps): ReactElement {
  const { preview } = file;
  const options = [{ value: '', label: '–' }, ...roleFields[file.role].map(({ name, label }) => ({ value: name, label }))];
  const fieldOf = (column: string): string => Object.entries(file.mapping).find(([, mapped]) => mapped === column)?.[0] ?? '';
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Beginning of ${file.name}`}>
      <table className={classes.preview}>
        <thead>
          <tr>
            {preview.columns.map((column) => (
              <th key={column.name} scope="col">
                {column.name} <small>{column.type}</small>
                {file.role !== 'ignore' && (
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
