import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp, IconRocket } from '@tabler/icons-react';
import { useMemo, type ReactElement } from 'react';
import { ExportMenu } from '../../components/export-menu';
import { labConfig } from '../../logic/lab-config';
import { notesToSave } from '../../logic/lab-notes';
import { canUndo, redoTarget } from '../../logic/history';
import { commandKey } from '../../logic/shortcuts';
import { useCommands } from '../../stores/commands-store';
import { labDocument, useLab } from '../../stores/lab-store';
import { ExportRankerDialog } from './ship/export-ranker-dialog';
import classes from './lab.module.css';
import { SaveExperiment } from './save-experiment';

/** The Lab's buttons in the top bar. */
export function LabActions(): ReactElement {
  const undoable = useLab((lab) => canUndo(lab.history));
  const redoable = useLab((lab) => redoTarget(lab.history) >= 0);
  const { undo, redo } = useLab.getState();
  const [saveOpen, save] = useDisclosure(false);
  const open = save.open;
  const [shipOpen, ship] = useDisclosure(false);
  const openShip = ship.open;
  useCommands(
    useMemo(
      () => [
        { id: 'save-experiment', label: 'Save experiment', group: 'Files', run: open },
        { id: 'export-ranker', label: 'Export to production', group: 'Files', run: openShip },
      ],
      [open, openShip],
    ),
  );
  return (
    <>
      <ActionIcon variant="default" size={28} aria-label="Undo" title={`Undo (${commandKey} Z)`} disabled={!undoable} onClick={undo}>
        <IconArrowBackUp size={16} />
      </ActionIcon>
      <ActionIcon variant="default" size={28} aria-label="Redo" title={`Redo (${commandKey} Shift Z)`} disabled={!redoable} onClick={redo}>
        <IconArrowForwardUp size={16} />
      </ActionIcon>
      <ExportMenu height={28} source={() => ({ config: labConfig(labDocument()), numberNotes: notesToSave(labDocument()) })} />
      <Button variant="default" h={28} onClick={openShip} visibleFrom="sm">
        Export to production
      </Button>
      <ActionIcon
        variant="default"
        size={28}
        aria-label="Export to production"
        title="Export to production"
        onClick={openShip}
        hiddenFrom="sm"
      >
        <IconRocket size={16} />
      </ActionIcon>
      <Button h={28} onClick={open}>
        Save<span className={classes.inFull}> experiment</span>
      </Button>
      <ExportRankerDialog opened={shipOpen} onClose={ship.close} />
      <SaveExperiment opened={saveOpen} onClose={save.close} />
    </>
  );
}
