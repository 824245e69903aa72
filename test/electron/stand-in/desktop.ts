/** The parts of Electron that belong to the desktop around the windows. Tests replace their functions to simulate a user. */
import type * as Electron from 'electron';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export const dialog = {
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
} satisfies Pick<Electron.Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'>;

export const shell = {
  openExternal: async () => undefined,
  showItemInFolder: () => undefined,
} satisfies Pick<Electron.Shell, 'openExternal' | 'showItemInFolder'>;

export const nativeTheme = { shouldUseDarkColors: false } satisfies Pick<Electron.NativeTheme, 'shouldUseDarkColors'>;

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
} satisfies { getAllDisplays(): Pick<ReturnType<Electron.Screen['getAllDisplays']>[number], 'workArea'>[] };

export class Notification extends EventEmitter implements Pick<Electron.Notification, 'show' | 'title'> {
  static isSupported(): boolean {
    return true;
  }
  constructor(readonly options: Electron.NotificationConstructorOptions) {
    super();
  }
  get title(): string {
    return this.options.title ?? '';
  }
  show(): void {}
}

type Template = Electron.MenuItemConstructorOptions;
type Item = Omit<Template, 'submenu'> & { submenu?: Menu };

export class Menu implements Record<keyof Pick<Electron.Menu, 'items' | 'getMenuItemById'>, unknown> {
  static #application: Menu | null = null;
  static buildFromTemplate(template: Template[]): Menu {
    return new Menu(
      template.map(({ submenu, ...item }) => ({ ...item, ...(Array.isArray(submenu) && { submenu: Menu.buildFromTemplate(submenu) }) })),
    );
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  constructor(readonly items: Item[]) {}

  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

/** A keyring in a file outside the application's folder; without one, it behaves as Electron does on Linux without a keyring. */
const keyring = process.env['RANKLAB_TEST_KEYRING'];

function keyringKey(): Buffer {
  if (!keyring) throw new Error('There is no keyring.');
  if (!existsSync(keyring)) writeFileSync(keyring, randomBytes(32), { mode: 0o600 });
  return readFileSync(keyring);
}

export const safeStorage = {
  isEncryptionAvailable: () => keyring !== undefined,
  getSelectedStorageBackend: () => (keyring === undefined ? ('basic_text' as const) : ('gnome_libsecret' as const)),
  encryptString: (text: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyringKey(), nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  },
  decryptString: (sealed: Buffer) => {
    const decipher = createDecipheriv('aes-256-gcm', keyringKey(), sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  },
} satisfies Pick<Electron.SafeStorage, 'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'>;
