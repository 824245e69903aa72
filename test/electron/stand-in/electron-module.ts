/**
 * Replaces the `electron` module where its binary is unavailable: the built shell runs in Node, its windows are pages of a
 * real Chromium with the preload in an isolated world, and the service is a real process with real ports. It implements only
 * what the shell uses, and does not compile when it deviates from Electron's own declarations.
 */
export { app } from './app';
export { BrowserWindow } from './browser-window';
export { dialog, Menu, nativeTheme, Notification, safeStorage, screen, shell } from './desktop';
export { ipcMain } from './ipc-main';
export { MessageChannelMain } from './message-ports';
export { protocol, session } from './session';
export { utilityProcess } from './utility-process';
