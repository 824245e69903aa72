/**
 * Loaded into the service by the fixture `slowed` (app.ts): while the file named by RANKLAB_TEST_PACE exists, work that yields
 * to the event loop between blocks waits for 20 ms each time. A test can thus look at a preparation in progress on any machine.
 */
import { existsSync } from 'node:fs';

const file = process.env['RANKLAB_TEST_PACE'];
const immediately = globalThis.setImmediate;

if (file) {
  const paced = (callback, ...args) => (existsSync(file) ? setTimeout(callback, 20, ...args) : immediately(callback, ...args));
  globalThis.setImmediate = Object.defineProperties(paced, Object.getOwnPropertyDescriptors(immediately));
}
