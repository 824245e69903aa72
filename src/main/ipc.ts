import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { z } from 'zod';
import { isAppAddress } from './app-protocol';

type AnyEvent = Pick<IpcMainEvent | IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/**
 * The one place where a message's sender is checked: the top frame, showing our page, of one of our windows. Destroyed frames, embedded pages and
 * foreign windows are refused.
 */
export function isFromOurPage(event: AnyEvent, isOurWindow: (contents: WebContents) => boolean): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isAppAddress(frame.url) && isOurWindow(event.sender);
}

export interface Ipc {
  /** Handles a call of the page. The schema validates the arguments before the handler runs. */
  answer<Arguments extends readonly unknown[]>(
    channel: string,
    schema: z.ZodType<Arguments>,
    handler: (sender: WebContents, ...args: Arguments) => unknown,
  ): void;
  /** Handles a message of the page; invalid messages are dropped. */
  onMessage<Arguments extends readonly unknown[]>(
    channel: string,
    schema: z.ZodType<Arguments>,
    handler: (sender: WebContents, ...args: Arguments) => void,
  ): void;
}

export function setupIpc(isOurWindow: (contents: WebContents) => boolean): Ipc {
  return {
    answer: (channel, schema, handler) =>
      ipcMain.handle(channel, (event, ...args: unknown[]) => {
        if (!isFromOurPage(event, isOurWindow)) throw new Error(`Refused “${channel}”: it does not come from the application’s page.`);
        return handler(event.sender, ...schema.parse(args));
      }),
    onMessage: (channel, schema, handler) =>
      void ipcMain.on(channel, (event, ...args: unknown[]) => {
        const parsed = schema.safeParse(args);
        if (parsed.success && isFromOurPage(event, isOurWindow)) handler(event.sender, ...parsed.data);
      }),
  };
}
