import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyPort } from '#shared/client/port';
import type { MessageFromService, MessageToService } from '#shared/service-messages';
import { IpcChannels, isChannelMessage } from './rpc/ipc-port';

/** The parent process: Electron's main process, or a Node program that forked this one. */
export interface Parent {
  post(message: MessageFromService): void;
  /** Each message, with the ports that came along. */
  onMessage(listener: (message: MessageToService, ports: readonly AnyPort[]) => void): void;
  /** The parent exited, so no more requests will arrive. */
  onGone(listener: () => void): void;
}

/** Electron's `process.parentPort` of a utility process, as far as it is used. */
interface UtilityParentPort {
  on(event: 'message', listener: (event: { data: MessageToService; ports: AnyPort[] }) => void): void;
  postMessage(message: MessageFromService): void;
}

function electronParent(port: UtilityParentPort): Parent {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data, ports }) => listener(data, ports)),
    onGone: () => undefined, // Electron ends a utility process together with its parent
  };
}

/** A fork has one channel and no ports: every connection is a numbered lane of that channel. */
function forkParent(): Parent {
  const send = (message: unknown): void => {
    process.send?.(message);
  };
  const channels = new IpcChannels(send);
  return {
    post: send,
    onMessage: (listener) => {
      process.on('message', (message) => {
        if (isChannelMessage(message)) channels.receive(message, (port) => listener({ type: 'connect' }, [port]));
        else listener(message as MessageToService, []);
      });
      process.on('disconnect', () => channels.closeAll());
    },
    onGone: (listener) => process.on('disconnect', listener),
  };
}

/** The parent of this process; undefined if the process was not started with `entry` (a URL). */
export function findParent(entry: string): Parent | undefined {
  const { parentPort } = process as unknown as { parentPort?: UtilityParentPort };
  if (parentPort) return electronParent(parentPort);
  const started = process.argv[1];
  const isMain = started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(entry));
  return isMain && process.send ? forkParent() : undefined;
}
