import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Panel } from '../../../components/panel';
import { plural } from '../../../logic/format';
import { type FileRole, type PlannedFile } from '../../../logic/import-plan';
import { useImport, type ImportFile } from '../../../stores/import-store';
import { FileFormatForm } from './file-format-form';
import { FileQuestions } from './file-questions';
import { holds } from './import-actions';
import classes from './import.module.css';
import { PreviewTable } from './preview-table';
import { RowConditions } from './row-conditions';

const roleLabels: Readonly<Record<FileRole, string>> = {
  interactions: 'Interactions',
  videos: 'Videos',
  users: 'Users',
  ignore: 'Leave out',
};

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
