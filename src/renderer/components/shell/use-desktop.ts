import type { MenuCommand } from '#shared/bridge';
import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { bridge } from '../../api/client';
import { useWorkspace } from '../../api/queries';
import { openWorkspace } from '../../api/workspaces';
import { runCommand } from '../../stores/commands-store';
import { useNavigation } from '../../stores/navigation-store';
import { useSaving } from '../../stores/saving-store';
import { notifyFailure } from '../notify';

const menuActions: Readonly<Partial<Record<MenuCommand, () => void>>> = {
  palette: () => spotlight.open(),
  settings: () => useNavigation.getState().go('settings'),
  'new-workspace': () => runCommand('create', 'home'),
  'open-workspace': () => runCommand('open', 'home'),
  export: () => runCommand('export', 'lab'),
};

/** One after the other: a result is opened in the workspace that was named before it. */
let opening = Promise.resolve();
const inTurn = (path: string): void => void (opening = opening.then(() => openFromSystem(path)));

/** Opens a workspace and goes to where its work goes on, or a result in the workspace that is open. */
export async function openFromSystem(path: string): Promise<void> {
  if (path.endsWith('.ranklab')) {
    const { openResultFile } = await import('../../pages/experiments/experiment-flows');
    return openResultFile(path);
  }
  try {
    const info = await openWorkspace(path);
    useNavigation.getState().go(info.isBuilt ? 'lab' : info.hasData ? 'model' : 'data');
  } catch (error) {
    notifyFailure('The workspace cannot be opened', error);
  }
}

/** Joins the page to its desktop window: the title, the menu, what the system asks to open. In a browser there is none. */
export function useDesktop(): void {
  const workspace = useWorkspace().data;
  const unsaved = useSaving((state) => state.unsaved);
  useEffect(() => bridge?.setWindowState({ workspace: workspace?.name ?? null, unsaved }), [workspace?.name, unsaved]);
  // Undo and redo are the Lab's own: it listens to the menu itself.
  useEffect(() => bridge?.onMenuCommand((command) => menuActions[command]?.()), []);
  const connected = workspace !== undefined;
  useEffect(() => (connected ? bridge?.onOpenPath(inTurn) : undefined), [connected]);
}
