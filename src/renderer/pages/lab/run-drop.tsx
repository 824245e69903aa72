import type { ReactElement, ReactNode } from 'react';
import { useDropzone } from 'react-dropzone';
import classes from './lab.module.css';
import { addRunFiles } from './run-actions';

/** The Lab's surface: a run that is dropped anywhere on it becomes a variant. */
export function RunDrop({ children }: { readonly children: ReactNode }): ReactElement {
  const { getRootProps, isDragActive } = useDropzone({
    onDropAccepted: (files) => void addRunFiles(files),
    noClick: true,
    noKeyboard: true,
    useFsAccessApi: false,
  });
  return (
    <div {...getRootProps({ role: undefined, tabIndex: undefined })} className={classes.lab}>
      {children}
      {isDragActive && <div className={classes.drop}>Drop a run: it becomes a variant</div>}
    </div>
  );
}
