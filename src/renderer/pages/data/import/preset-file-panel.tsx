import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { Registries } from '#shared/schemas/system';
import { Panel } from '../../../components/panel';
import { plural } from '../../../logic/format';
import { roleInPreset } from '../../../logic/import-plan';
import { useImport, type ImportFile } from '../../../stores/import-store';
import { PreviewTable } from './preview-table';
import classes from './import.module.css';

interface Props {
  readonly file: ImportFile;
  readonly preset: Registries['importPresets'][number];
}

const roleWords: Readonly<Record<string, string>> = { tags: 'tags of the videos' };

/** A dropped file as a known layout reads it, or the note that it does not. */
export function PresetFilePanel({ file, preset }: Props): ReactElement {
  const { files, update } = useImport();
  const role = roleInPreset(file.name, preset);
  const { rowCount, format } = file.preview;
  const rows = `${rowCount.isExact ? '' : 'about '}${plural(rowCount.count, 'row')}`;
  return (
    <Panel
      title={file.name}
      note={[role === undefined ? `not used by ${preset.label}` : (roleWords[role] ?? role), rows, format].filter(Boolean).join(' · ')}
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
      {role === undefined ? (
        <p className={classes.facts}>No row of it is imported. To use it, map columns by hand.</p>
      ) : (
        <PreviewTable file={file} />
      )}
    </Panel>
  );
}
