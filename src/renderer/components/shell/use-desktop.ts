import type { MenuCommand } from '#shared/bridge';
import { spotlight } from '@mantine/spotlight';
import { useEffect, useRef } from 'react';
import { bridge } from '../../api/client';
import { useWorkspace } from '../../api/queries';
import { runCommand } from '../../stores/commands-store';
import { useNavigation } from '../../stores/navigation-store';
import { useSaving } from '../../stores/saving-store';
import type { ShellProps } from './page-entry';

const menuActions: Readonly<Partial<Record<MenuCommand, () => void>>> = {
  palette: () => spotlight.open(),
  settings: () => useNavigation.getState().go('settings'),
  'new-workspace': () => runCommand('create', 'home'),
  'open-workspace': () => runCommand('open', 'home'),
  export: () => runCommand('export', 'lab'),
};

/** Connects the page with its desktop window: title, menu, and files that the system asks to open. A no-op in a browser. */
export function useDesktop(openPath: ShellProps['openPath']): void {
  const workspace = useWorkspace().data;
  const unsaved = useSaving((state) => state.unsaved);
  useEffect(() => bridge?.setWindowState({ workspace: workspace?.name ?? null, unsaved }), [workspace?.name, unsaved]);
  // The Lab handles Undo and Redo of the menu itself.
  useEffect(() => bridge?.onMenuCommand((command) => menuActions[command]?.()), []);
  const connected = workspace !== undefined;
  // Sequentially, because a result is opened in the workspace named before it.
  const opening = useRef(Promise.resolve());
  useEffect(() => {
    if (!connected) return;
    return bridge?.onOpenPath((path) => void (opening.current = opening.current.then(() => openPath(path))));
  }, [connected, openPath]);
}
