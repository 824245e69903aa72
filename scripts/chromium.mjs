import { existsSync } from 'node:fs';

const candidates = [
  process.env.RANKLAB_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of the system's Chromium, which tests and screenshots use instead of a download; undefined when there is none. */
export const chromiumPath = () => candidates.find((path) => path && existsSync(path));

/** Quiet and offline: no first-run pages, component updates or sync; and no sandbox for root, which Chromium's sandbox rejects. */
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
