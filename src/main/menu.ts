import type { MenuCommand } from '#shared/bridge';
import { Menu, type MenuItemConstructorOptions } from 'electron';

interface MenuActions {
  command(command: MenuCommand): void;
  openPath(path: string): void;
  newWindow(): void;
  about(): void;
  openLog(): void;
}

export interface RecentWorkspace {
  readonly name: string;
  readonly path: string;
}

const onMac = process.platform === 'darwin';
const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The application's menu. Items carry ids, by which the tests and the rebuild of the recent list find them. */
export function menuTemplate(actions: MenuActions, recent: readonly RecentWorkspace[], developing: boolean): MenuItemConstructorOptions[] {
  const command = (id: MenuCommand, label: string, accelerator: string): MenuItemConstructorOptions => ({
    id,
    label,
    accelerator,
    click: () => actions.command(id),
  });
  /** The page hears these keys itself, so that typing in a field keeps the field's own undo; the menu only shows them. */
  const pageKey = (id: MenuCommand, label: string, accelerator: string): MenuItemConstructorOptions => ({
    ...command(id, label, accelerator),
    registerAccelerator: false,
  });
  const about: MenuItemConstructorOptions = { id: 'about', label: 'About RankLab', click: () => actions.about() };
  const settings = command('settings', 'Settings…', 'CmdOrCtrl+,');
  const openRecent: MenuItemConstructorOptions = {
    id: 'recent',
    label: 'Open Recent',
    enabled: recent.length > 0,
    submenu: recent.map(({ name, path }, index) => ({
      id: `recent-${index}`,
      label: name,
      sublabel: path,
      click: () => actions.openPath(path),
    })),
  };

  return [
    ...(onMac
      ? [{ label: 'RankLab', submenu: [about, separator, settings, separator, { role: 'hide' as const }, { role: 'quit' as const }] }]
      : []),
    {
      label: '&File',
      submenu: [
        command('new-workspace', 'New Workspace…', 'CmdOrCtrl+N'),
        command('open-workspace', 'Open Workspace…', 'CmdOrCtrl+O'),
        openRecent,
        separator,
        command('export', 'Export…', 'CmdOrCtrl+E'),
        separator,
        { id: 'new-window', label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: () => actions.newWindow() },
        { role: 'close' },
        ...(onMac ? [] : [separator, settings, separator, { role: 'quit' as const }]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        pageKey('undo', 'Undo', 'CmdOrCtrl+Z'),
        pageKey('redo', 'Redo', 'CmdOrCtrl+Shift+Z'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        pageKey('palette', 'Command Palette…', 'CmdOrCtrl+K'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(developing ? [separator, { role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [{ id: 'log', label: 'Show Log File', click: () => actions.openLog() }, ...(onMac ? [] : [separator, about])],
    },
  ];
}

export function setupMenu(actions: MenuActions, recent: readonly RecentWorkspace[], developing: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, recent, developing)));
}
