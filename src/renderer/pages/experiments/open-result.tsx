import { Button, FileButton } from '@mantine/core';
import { useMemo, useRef, type ReactElement, type ReactNode } from 'react';
import { useDropzone } from 'react-dropzone';
import { useCommands } from '../../stores/commands-store';
import { openResultFiles } from './experiment-flows';
import classes from './experiments.module.css';

/** Adds the runs of `.ranklab` files: by the button, the palette, or dropped anywhere on the panel. */
export function OpenResult(): ReactElement {
  const pick = useRef<() => void>(() => undefined);
  useCommands(useMemo(() => [{ id: 'open-result', label: 'Open a result…', group: 'Files', run: () => pick.current() }], []));
  return (
    <FileButton multiple accept=".ranklab" onChange={(files) => void openResultFiles(files)}>
      {({ onClick }) => (
        <Button
          variant="default"
          ref={() => void (pick.current = onClick)}
          onClick={onClick}
          title="Add the run of a .ranklab file; dropping it here does the same"
        >
          Open a result…
        </Button>
      )}
    </FileButton>
  );
}

export function ResultDrop({ children }: { readonly children: ReactNode }): ReactElement {
  const { getRootProps, isDragActive } = useDropzone({
    onDropAccepted: (files) => void openResultFiles(files),
    noClick: true,
    noKeyboard: true,
    useFsAccessApi: false,
  });
  return (
    <div {...getRootProps({ role: undefined, tabIndex: undefined })} className={isDragActive ? classes.dropping : undefined}>
      {children}
    </div>
  );
}
