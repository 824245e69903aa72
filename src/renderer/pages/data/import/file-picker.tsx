import { Button, LoadingOverlay, TextInput } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useDropzone } from 'react-dropzone';
import { bridge } from '../../../api/client';
import { Panel } from '../../../components/panel';
import { useImport } from '../../../stores/import-store';
import { addFiles, addPaths } from './import-actions';
import classes from './import.module.css';

/** Drop files, choose them, or name a path on the service's machine. */
export function FilePicker({ presets }: { readonly presets: readonly string[] }): ReactElement {
  const [busy, setBusy] = useState(false);
  const [path, setPath] = useState('');
  const take = async (work: Promise<void>): Promise<void> => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const chooseFolder = async (): Promise<void> => {
    const folder = await bridge?.chooseFolder({ title: 'Folder with the files' });
    if (folder != null) useImport.getState().update({ folder, preset: presets[0] ?? null, report: null });
  };
  return (
    <Panel
      title="Files"
      note="CSV, TSV, JSON Lines (also compressed), Parquet or a table of a database; nothing is changed before you press Import"
    >
      <DropArea busy={busy} onFiles={(files) => void take(addFiles(files))} />
      <form
        className={classes.line}
        style={{ marginTop: 10 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim() !== '') void take(addPaths([path.trim()])).then(() => setPath(''));
        }}
      >
        <TextInput
          className={classes.grow}
          label="Or a file’s path, or a source"
          description={`${bridge ? '' : 'On the machine where the service runs: '}a file, a folder of Parquet, sqlite:FILE?table=T, duckdb:FILE?table=T, postgres://USER@HOST/DB?table=T`}
          placeholder="data/interactions.csv"
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Button variant="default" type="submit" disabled={path.trim() === ''}>
          Add the file
        </Button>
        {bridge ? (
          <Button variant="default" onClick={() => void chooseFolder()}>
            Choose a folder…
          </Button>
        ) : (
          <Button
            variant="default"
            disabled={path.trim() === ''}
            onClick={() => useImport.getState().update({ folder: path.trim(), preset: presets[0] ?? null, report: null })}
          >
            It is a folder
          </Button>
        )}
      </form>
    </Panel>
  );
}

/** Where files are dropped, or chosen with a press. */
function DropArea({ busy, onFiles }: { readonly busy: boolean; readonly onFiles: (files: File[]) => void }): ReactElement {
  const { getRootProps, getInputProps, isDragActive } = useDropzone({ onDropAccepted: onFiles, disabled: busy, useFsAccessApi: false });
  return (
    <div
      {...getRootProps({ 'aria-label': 'Drop files here or press to choose them', 'aria-busy': busy })}
      className={classes.dropArea}
      data-active={isDragActive || undefined}
    >
      <LoadingOverlay visible={busy} />
      <input {...getInputProps({ 'aria-label': 'Files to import' })} />
      <div className={classes.drop}>
        <IconFileImport size={26} stroke={1.4} aria-hidden />
        <b>Drop files here, or press to choose</b>
        <span>For MovieLens: ratings and movies together. For your own data: a log of interactions and, if available, a catalogue.</span>
      </div>
    </div>
  );
}
