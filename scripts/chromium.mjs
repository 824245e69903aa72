import { existsSync } from 'node:fs';

const candidates = [
  process.env.RANKLAB_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The system's Chromium: tests and screenshots use it, nothing is downloaded. Undefined when there is none. */
export const chromiumPath = () => candidates.find((path) => path && existsSync(path));

/** Quiet and offline: no first-run pages, no component updates, no sync, and no sandbox where root forbids it. */
export const chromiumArguments = () => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];
