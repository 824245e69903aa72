import { bridgeChannels } from '#shared/bridge-channels';
import { MessageChannelMain, type WebContents } from 'electron';
import { z } from 'zod';
import type { Ipc } from './ipc';
import type { ServiceProcess } from './service-process';
import type { Windows } from './windows';

/**
 * One port per window, directly from its page to the service; main only transfers it. A page that has requested a port is notified when the service
 * exits and gets a new port after the restart.
 */
export class ServicePorts {
  readonly #asked = new WeakSet<WebContents>();
  /** Between a crash and the reopening of the workspace pages wait, so that none opens it twice. */
  #waiting = false;

  constructor(
    ipc: Ipc,
    private readonly windows: Windows,
    private readonly service: () => ServiceProcess,
  ) {
    ipc.onMessage(bridgeChannels.requestPort, z.tuple([]), (sender) => {
      this.#asked.add(sender);
      windows.pageListens(sender);
      if (!this.#waiting) this.#introduce(sender);
    });
  }

  /** The service has restarted with the workspace that was open. */
  renew(): void {
    this.#waiting = false;
    for (const contents of this.#pages()) this.#introduce(contents);
  }

  announceGone(): void {
    this.#waiting = true;
    for (const contents of this.#pages()) contents.send(bridgeChannels.serviceGone);
  }

  #introduce(contents: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    if (this.service().send({ type: 'connect' }, [port1])) contents.postMessage(bridgeChannels.port, null, [port2]);
  }

  #pages(): WebContents[] {
    return this.windows
      .all()
      .map((window) => window.webContents)
      .filter((contents) => this.#asked.has(contents));
  }
}
