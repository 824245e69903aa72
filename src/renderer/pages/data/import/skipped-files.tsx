import type { ReactElement } from 'react';
import { Panel } from '../../../components/panel';
import { useImport } from '../../../stores/import-store';
import classes from './import.module.css';

/** Chosen or dropped files that are not part of the import, each with its reason. */
export function SkippedFiles(): ReactElement | null {
  const { skipped } = useImport();
  if (skipped.length === 0) return null;
  return (
    <Panel title="Not read">
      <ul className={classes.problems} aria-label="Files that are not read">
        {skipped.map(({ name, why }) => (
          <li key={name}>
            {name}: {why}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
