/** An entered key occurs nowhere: not in files, arguments, environments, output or on the page. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretsBridge } from '../../src/shared/bridge';
import { expect, onRealElectron, test, type Desktop } from '../electron/desktop';

const canary = 'sk-canary-7f3a91c5e2';
type Page = Awaited<ReturnType<Desktop['firstWindow']>>;
const saveKey = (window: Page): Promise<string> =>
  window.evaluate(
    (value) => (globalThis as unknown as { ranklab: { secrets: SecretsBridge } }).ranklab.secrets.set('OPENAI_API_KEY', value),
    canary,
  );
const where = (window: Page): Promise<string | null> =>
  window.evaluate(() => (globalThis as unknown as { ranklab: { secrets: SecretsBridge } }).ranklab.secrets.where('OPENAI_API_KEY'));

async function filesWithCanary(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path).catch(() => Buffer.alloc(0));
    if (content.includes(canary) || content.includes(Buffer.from(canary).toString('base64').slice(0, 20))) found.push(path);
  }
  return found;
}

test('without a keyring the key is kept until quit, and the page says so', async ({ launch, folder }) => {
  const args = ['--password-store=basic'];
  const first = await launch({ args });
  const window = await first.firstWindow();
  expect(await where(window)).toBeNull();
  expect(await saveKey(window)).toBe('this-run');
  expect(await where(window)).toBe('this-run');
  await first.quit();
  expect(await filesWithCanary(folder)).toEqual([]);
  const second = await launch({ args });
  expect(await where(await second.firstWindow())).toBeNull();
});

// Only the stand-in has a separate test keyring; on Electron it would be the user's.
if (!onRealElectron)
  test('with a keyring the key survives a restart, encrypted on disk, and can be removed', async ({ launch, folder }) => {
    const environment = { RANKLAB_TEST_KEYRING: join(folder, 'keyring') };
    const first = await launch({ environment });
    expect(await saveKey(await first.firstWindow())).toBe('keychain');
    await first.quit();
    expect(await filesWithCanary(join(folder, 'user-data'))).toEqual([]);
    const second = await launch({ environment });
    const window = await second.firstWindow();
    expect(await where(window)).toBe('keychain');
    await window.evaluate(() =>
      (globalThis as unknown as { ranklab: { secrets: SecretsBridge } }).ranklab.secrets.remove('OPENAI_API_KEY'),
    );
    expect(await where(window)).toBeNull();
    await second.quit();
    const third = await launch({ environment });
    expect(await where(await third.firstWindow())).toBeNull();
  });

test('the key appears in no argument, environment, output, answer or page', async ({ desktop, window, folder }) => {
  await window.getByRole('navigation').getByText('Settings').click();
  await expect(window.getByText('No key is set.')).toBeVisible();
  await window.getByLabel('Key', { exact: true }).fill(canary);
  await window.getByRole('button', { name: 'Keep' }).first().click();
  await expect(window.getByText(onRealElectron ? /^It is kept in/ : /until RankLab quits: this system has no keychain/)).toBeVisible();
  await expect(window.getByLabel('Key', { exact: true })).toHaveValue('');
  expect(await window.content()).not.toContain(canary);
  const processes = execFileSync('ps', ['axeww', '-o', 'args'], { encoding: 'utf8', maxBuffer: 1e8 });
  expect(processes.split('\n').filter((line) => line.includes(canary))).toEqual([]);
  // An invalid environment variable name is rejected without repeating the value.
  const refusal = await window.evaluate(
    (value) =>
      (globalThis as unknown as { ranklab: { secrets: SecretsBridge } }).ranklab.secrets.set('no name', value).then(
        () => 'taken',
        (error: Error) => error.message,
      ),
    canary,
  );
  expect(refusal).not.toBe('taken');
  expect(refusal).not.toContain(canary);
  expect(desktop.output()).not.toContain(canary);
  expect(await filesWithCanary(folder)).toEqual([]);
});
