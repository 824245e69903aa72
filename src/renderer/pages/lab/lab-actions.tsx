import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useMemo, type ReactElement } from 'react';
import { ExportMenu } from '../../components/export-menu';
import { labConfig } from '../../logic/lab-config';
import { canUndo, redoTarget } from '../../logic/history';
import { commandKey } from '../../logic/shortcuts';
import { useCommands } from '../../stores/commands-store';
import { labDocument, useLab } from '../../stores/lab-store';
import { SaveExperiment } from './save-experiment';

/** The Lab's buttons in the top bar. */
export function LabActions(): ReactElement {
  const undoable = useLab((lab) => canUndo(lab.history));
  const redoable = useLab((lab) => redoTarget(lab.history) >= 0);
  const { undo, redo } = useLab.getState();
  const [saveOpen, save] = useDisclosure(false);
  const open = save.open;
  useCommands(useMemo(() => [{ id: 'save-experiment', label: 'Save experiment', group: 'Files', run: open }], [open]));
  return (
    <>
      <ActionIcon variant="default" size={28} aria-label="Undo" title={`Undo (${commandKey} Z)`} disabled={!undoable} onClick={undo}>
        <IconArrowBackUp size={16} />
      </ActionIcon>
      <ActionIcon variant="default" size={28} aria-label="Redo" title={`Redo (${commandKey} Shift Z)`} disabled={!redoable} onClick={redo}>
        <IconArrowForwardUp size={16} />
      </ActionIcon>
      <ExportMenu height={28} source={() => ({ config: labConfig(labDocument()) })} />
      <Button h={28} onClick={open}>
        Save experiment
      </Button>
      <SaveExperiment opened={saveOpen} onClose={save.close} />
    </>
  );
}
