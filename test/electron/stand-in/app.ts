import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { closeBrowser, launch } from './chromium';
import { holdLock } from './single-instance';
import { forkedProcesses } from './utility-process';

const root = resolve(import.meta.dirname, '../..');
const switchValue = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);

type Members =
  'isPackaged' | 'whenReady' | 'getVersion' | 'getPath' | 'addRecentDocument' | 'enableSandbox' | 'requestSingleInstanceLock' | 'quit';

class App extends EventEmitter implements Pick<Electron.App, Members> {
  readonly isPackaged = false;
  readonly #userData = switchValue('user-data-dir') ?? join(tmpdir(), 'ranklab-stand-in');
  #ready: Promise<void> | undefined;
  #quitting = false;
  /** Set by the windows: closes them all; resolves to false at the first that refuses. */
  closeWindows: () => Promise<boolean> = async () => true;

  whenReady(): Promise<void> {
    mkdirSync(this.#userData, { recursive: true });
    return (this.#ready ??= launch(this.#userData).then((endpoint) => void process.send?.({ endpoint })));
  }

  getVersion(): string {
    return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  }

  getPath(name: string): string {
    const path = name === 'userData' ? this.#userData : join(name === 'home' ? homedir() : this.#userData, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  getAppMetrics(): Pick<Electron.ProcessMetric, 'type' | 'name' | 'pid'>[] {
    return forkedProcesses();
  }

  /** Containers lack what Chromium's sandbox needs, so only whether it was enabled in time can be tested. */
  sandboxed = false;

  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() must be called before the application is ready');
    this.sandboxed = true;
  }

  addRecentDocument(): void {}

  requestSingleInstanceLock(): boolean {
    mkdirSync(this.#userData, { recursive: true });
    return holdLock(this.#userData, process.argv, (args, folder) => this.emit('second-instance', {}, args, folder));
  }

  windowsAreClosed(): void {
    if (!this.#quitting) this.emit('window-all-closed');
  }

  quit(): void {
    void this.#quit();
  }

  async #quit(): Promise<void> {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    this.#quitting = true;
    if (await this.closeWindows()) {
      await closeBrowser().catch(() => undefined);
      process.exit(0);
    }
    this.#quitting = false;
  }
}

export const app = new App();
