/**
 * The rules of docs/architecture.md are only worth something while the linter really refuses what they forbid. Each
 * zone gets an import that breaks it, and each ban of the engine a line that breaks it; ESLint must refuse them all,
 * and must accept the imports that are meant to work.
 */
import { ESLint } from 'eslint';
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { importZones, type ImportZone } from '../../scripts/import-zones.mjs';

const root = resolve(import.meta.dirname, '../..');

/** The planted text has no file, so rules that need types are off; the rules under test need none. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] }] as ESLint.Options['overrideConfig'],
});

async function ruleIds(path: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, path) });
  return result.messages.map((message) => message.ruleId ?? message.message);
}

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));

/** A file of ours that the zone forbids: under `from`, outside every exception and outside the target itself. */
function forbiddenFile(zone: ImportZone): string | undefined {
  const allowed = (zone.except ?? []).map((path) => join(zone.from, path));
  return sources(zone.from).find((file) => !allowed.some((path) => file === path || file.startsWith(`${path}/`)));
}

const withoutExtension = (file: string): string => file.replace(/\.ts$/, '');
const fileIn = (folder: string): string => join(folder, 'planted.ts');

describe('import zones', () => {
  for (const zone of importZones) {
    test(`${zone.target} may not reach into ${zone.from} (${zone.message})`, async () => {
      const file = forbiddenFile(zone);
      expect(file, 'a file to import').toBeDefined();
      const path = relative(join(root, zone.target), join(root, withoutExtension(file!)));
      const specifier = path.startsWith('.') ? path : `./${path}`;
      expect(await ruleIds(fileIn(zone.target), `import '${specifier}';\n`)).toContain('import-x/no-restricted-paths');
    });
  }

  test('an import by package name is held to the same rules as a relative one', async () => {
    const inStage = fileIn('src/engine/rerank');
    expect(await ruleIds(inStage, `import '#service/entry';\n`)).toContain('import-x/no-restricted-paths');
    expect(await ruleIds(fileIn('src/renderer'), `import '#engine/core/rng';\n`)).toContain('import-x/no-restricted-paths');
  });

  test.each([
    ['src/engine/rerank', '#engine/core/rng'],
    ['src/engine/rerank', '#engine/model/candidates'],
    ['src/engine/evaluate', '#shared/errors'],
    ['src/service', '#engine/ports'],
    ['src/renderer', '#shared/contract/index'],
    ['src/main', '#shared/bridge'],
  ])('%s may import %s', async (folder, specifier) => {
    expect(await ruleIds(fileIn(folder), `import '${specifier}';\n`)).toEqual([]);
  });
});

describe('the engine is pure', () => {
  const planted = fileIn('src/engine/rerank');
  test.each([
    ["import 'node:fs';", 'no-restricted-imports'],
    ["import 'node:worker_threads';", 'no-restricted-imports'],
    ["import 'electron';", 'no-restricted-imports'],
    ['export const at = Date.now();', 'no-restricted-properties'],
    ['export const drawn = Math.random();', 'no-restricted-properties'],
    ['export const argv = process.argv;', 'no-restricted-globals'],
    ['export const bytes = Buffer.alloc(1);', 'no-restricted-globals'],
    ['export const now = performance.now();', 'no-restricted-globals'],
    ['setTimeout(() => {}, 1);', 'no-restricted-globals'],
  ])('refuses %s', async (code, rule) => {
    expect(await ruleIds(planted, `${code}\n`)).toContain(rule);
  });
});

describe('electron stays in the shell', () => {
  test.each(['src/service', 'src/cli', 'src/renderer', 'src/shared', 'test/transport'])('%s may not import electron', async (folder) => {
    expect(await ruleIds(fileIn(folder), "import 'electron';\n")).toContain('no-restricted-imports');
  });
  test.each(['src/main', 'src/preload'])('%s may', async (folder) => {
    expect(await ruleIds(fileIn(folder), "import 'electron';\n")).toEqual([]);
  });
});

test('default exports and any are refused everywhere', async () => {
  expect(await ruleIds(fileIn('src/service'), 'export default 1;\n')).toContain('import-x/no-default-export');
  expect(await ruleIds(fileIn('src/service'), 'export const loose: any = 1;\n')).toContain('@typescript-eslint/no-explicit-any');
});
