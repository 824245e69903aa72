import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';

type Answerer = Parameters<Electron.IpcMain['handle']>[1];

class IpcMain extends EventEmitter {
  readonly #answerers = new Map<string, Answerer>();

  handle(channel: string, answerer: Answerer): void {
    this.#answerers.set(channel, answerer);
  }

  async answer(channel: string, event: object, args: unknown[]): Promise<unknown> {
    const answerer = this.#answerers.get(channel);
    if (!answerer) throw new Error(`No handler registered for '${channel}'`);
    return answerer(event as Electron.IpcMainInvokeEvent, ...args) as unknown;
  }
}

export const ipcMain = new IpcMain() satisfies Pick<Electron.IpcMain, 'handle'>;
