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

function command(actions: MenuActions, id: MenuCommand, label: string, accelerator: string): MenuItemConstructorOptions {
  return { id, label, accelerator, click: () => actions.command(id) };
}

/** The page handles these keys itself, so that typing in a field keeps the field's own undo; the menu only shows them. */
function pageKey(actions: MenuActions, id: MenuCommand, label: string, accelerator: string): MenuItemConstructorOptions {
  return { ...command(actions, id, label, accelerator), registerAccelerator: false };
}

function openRecent(actions: MenuActions, recent: readonly RecentWorkspace[]): MenuItemConstructorOptions {
  return {
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
}

function fileMenu(
  actions: MenuActions,
  recent: readonly RecentWorkspace[],
  settings: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      command(actions, 'new-workspace', 'New Workspace…', 'CmdOrCtrl+N'),
      command(actions, 'open-workspace', 'Open Workspace…', 'CmdOrCtrl+O'),
      openRecent(actions, recent),
      separator,
      command(actions, 'export', 'Export…', 'CmdOrCtrl+E'),
      separator,
      { id: 'new-window', label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: () => actions.newWindow() },
      { role: 'close' },
      ...(onMac ? [] : [separator, settings, separator, { role: 'quit' as const }]),
    ],
  };
}

/** The application's menu. Items carry ids, by which the tests and the rebuild of the recent list find them. */
export function menuTemplate(actions: MenuActions, recent: readonly RecentWorkspace[], developing: boolean): MenuItemConstructorOptions[] {
  const about: MenuItemConstructorOptions = { id: 'about', label: 'About RankLab', click: () => actions.about() };
  const settings = command(actions, 'settings', 'Settings…', 'CmdOrCtrl+,');
  return [
    ...(onMac
      ? [{ label: 'RankLab', submenu: [about, separator, settings, separator, { role: 'hide' as const }, { role: 'quit' as const }] }]
      : []),
    fileMenu(actions, recent, settings),
    {
      label: '&Edit',
      submenu: [
        pageKey(actions, 'undo', 'Undo', 'CmdOrCtrl+Z'),
        pageKey(actions, 'redo', 'Redo', 'CmdOrCtrl+Shift+Z'),
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
        pageKey(actions, 'palette', 'Command Palette…', 'CmdOrCtrl+K'),
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
