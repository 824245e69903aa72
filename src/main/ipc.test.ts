import { beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { isFromOurPage, setupIpc } from './ipc';

const handlers = vi.hoisted(() => new Map<string, (event: object, ...args: unknown[]) => unknown>());
vi.mock('electron', () => ({
  protocol: {},
  ipcMain: {
    handle: (channel: string, handler: () => unknown) => handlers.set(channel, handler),
    on: (channel: string, handler: () => unknown) => handlers.set(channel, handler),
  },
}));

type Event = Parameters<typeof isFromOurPage>[0];
const ownContents = { id: 1 };
const isOwnContents = (contents: unknown): boolean => contents === ownContents;
const frame = (url: string, parent: object | null = null): object => ({ url, parent });
const eventOf = (senderFrame: object | null, sender: object = ownContents): Event => ({ sender, senderFrame }) as unknown as Event;
const good = eventOf(frame('app://ranklab/index.html#/lab'));

describe('sender of an IPC message', () => {
  test('is accepted if it is our page in the top frame of our window', () => expect(isFromOurPage(good, isOwnContents)).toBe(true));

  test.each([
    ['a frame inside our page', eventOf(frame('app://ranklab/index.html', {}))],
    ['a foreign page', eventOf(frame('https://example.com/'))],
    ['a page of another host', eventOf(frame('app://other/index.html'))],
    ['a page without an address', eventOf(frame('about:blank'))],
    ['a file', eventOf(frame('file:///index.html'))],
    ['a frame that is gone', eventOf(null)],
    ['a window that is not ours', eventOf(frame('app://ranklab/index.html'), { id: 2 })],
  ])('is rejected if it is %s', (_name, event) => expect(isFromOurPage(event, isOwnContents)).toBe(false));
});

describe('IPC messages', () => {
  const handler = vi.fn((_sender: unknown, path: string) => `did ${path}`);
  beforeEach(() => {
    handlers.clear();
    handler.mockClear();
    const ipc = setupIpc(isOwnContents);
    ipc.answer('ask', z.tuple([z.string().max(5)]), handler);
    ipc.onMessage('tell', z.tuple([z.string().max(5)]), handler);
  });

  test('reach their handler with validated arguments', () => {
    expect(handlers.get('ask')!(good, 'a')).toBe('did a');
    handlers.get('tell')!(good, 'b');
    expect(handler.mock.calls.map((call) => call[1])).toEqual(['a', 'b']);
  });

  test('from other senders are rejected, naming the channel', () => {
    const foreignFrame = eventOf(frame('https://example.com/'));
    expect(() => handlers.get('ask')!(foreignFrame, 'a')).toThrow('Refused “ask”');
    handlers.get('tell')!(foreignFrame, 'a');
    expect(handler).not.toHaveBeenCalled();
  });

  test('with invalid arguments are rejected', () => {
    for (const args of [[], [1], ['too long'], ['a', 'b'], [{ toString: () => 'a' }]]) {
      expect(() => handlers.get('ask')!(good, ...args)).toThrow();
      handlers.get('tell')!(good, ...args);
    }
    expect(handler).not.toHaveBeenCalled();
  });
});
