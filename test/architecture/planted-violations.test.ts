/**
 * Tests that the linter enforces the rules of docs/architecture.md. Each zone gets an import that violates it, and each ban
 * of the engine a line that violates it; ESLint must report them all, and must accept the allowed imports.
 */
import { ESLint } from 'eslint';
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { importZones, rendererLayers, serviceDoors, serviceRooms, type ImportZone } from '../../scripts/import-zones.mjs';

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

const folders = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** A file that the zone forbids to import: under `from`, outside every exception and outside the target itself. */
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
    ['src/service/models', '#service/workspace/open-workspace'],
    ['src/service/ann', '#service/embeddings/embedding-cache'],
    ['src/service/storage/files', '#service/storage/log/event-log'],
    ['src/service/storage/log', '#service/storage/tables/database'],
    ['src/service/http', '#service/workspace/session'],
    ['src/renderer/components/shell', '../../pages/registry'],
    ['src/renderer/components', '../pages/experiments/experiment-flows'],
    ['src/renderer/logic', '../api/client'],
    ['src/renderer/pages/experiments', '../lab/logic/lens'],
  ])('%s may not import %s, not even a type', async (folder, specifier) => {
    const type = `import type { Planted } from '${specifier}';\nexport type Used = Planted;\n`;
    expect(await ruleIds(fileIn(folder), type)).toContain('import-x/no-restricted-paths');
  });

  test('every folder of the service and of the interface belongs to a zone', () => {
    const rooms = [...new Set([...serviceRooms.flat(), ...Object.keys(serviceDoors)].map((room) => room.split('/')[0]))];
    expect(folders('src/service').filter((folder) => !rooms.includes(folder))).toEqual([]);
    expect(folders('src/service/storage').filter((folder) => !serviceRooms.flat().includes(`storage/${folder}`))).toEqual([]);
    expect(folders('src/renderer').filter((folder) => ![...rendererLayers, 'pages', 'styles'].includes(folder))).toEqual([]);
  });

  test.each([
    ['src/engine/rerank', '#engine/core/rng'],
    ['src/engine/rerank', '#engine/model/candidates'],
    ['src/engine/evaluate', '#shared/errors'],
    ['src/service', '#engine/ports'],
    ['src/renderer', '#shared/contract/index'],
    ['src/main', '#shared/bridge'],
    ['src/service/models', '#service/storage/log/arrivals'],
    ['src/service/models', '#service/workspace/workspace-context'],
    ['src/service/workspace', '#service/models/models'],
    ['src/service/handlers', '#service/workspace/session'],
    ['src/renderer/pages/lab', '../../components/panel'],
    ['src/renderer/components', '../stores/navigation-store'],
  ])('%s may import %s', async (folder, specifier) => {
    expect(await ruleIds(fileIn(folder), `import '${specifier}';\n`)).toEqual([]);
  });
});

describe('imports do not go in circles', () => {
  // Planted in a file that the imported one already imports, directly or indirectly.
  test.each([
    ['src/engine/core/registry.ts', "import '#engine/rerank/registry';"],
    ['src/engine/core/registry.ts', "export * from '#engine/rerank/registry';"],
    ['src/engine/core/registry.ts', "export const later = import('#engine/rerank/registry');"],
    [
      'src/service/workspace/workspace-context.ts',
      "import type { OpenWorkspace } from './open-workspace';\nexport type Back = OpenWorkspace;",
    ],
    [
      'src/service/models/models.ts',
      "import { type OpenWorkspace } from '../workspace/open-workspace';\nexport type Back = OpenWorkspace;",
    ],
    ['src/renderer/charts/chart-option.ts', "import type { Chart } from './chart';\nexport type Back = typeof Chart;"],
    ['native/failures.ts', "export type { FaissIndex } from './faiss-index';"],
    ['test/electron/desktop-handle.ts', "export type { DesktopOptions } from './desktop';"],
  ])('%s: %s', async (path, code) => {
    expect(sources(path.slice(0, path.lastIndexOf('/'))), 'a file that is there').toContain(path);
    expect(await ruleIds(path, `${code}\n`)).toContain('ranklab/no-cycle');
  });

  test('an import outside any cycle is accepted', async () => {
    expect(await ruleIds('src/engine/rerank/registry.ts', "import '#engine/core/registry';\n")).toEqual([]);
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

describe('electron is imported by the shell only', () => {
  test.each(['src/service', 'src/cli', 'src/renderer', 'src/shared', 'test/transport'])('%s may not import electron', async (folder) => {
    expect(await ruleIds(fileIn(folder), "import 'electron';\n")).toContain('no-restricted-imports');
  });
  test.each(['src/main', 'src/preload'])('%s may', async (folder) => {
    expect(await ruleIds(fileIn(folder), "import 'electron';\n")).toEqual([]);
  });
});

test('default exports and any are rejected everywhere', async () => {
  expect(await ruleIds(fileIn('src/service'), 'export default 1;\n')).toContain('import-x/no-default-export');
  expect(await ruleIds(fileIn('src/service'), 'export const loose: any = 1;\n')).toContain('@typescript-eslint/no-explicit-any');
});

test('a function may have at most 60 lines of code; comments and blank lines do not count', async () => {
  const ofLines = (lines: number): string => `export function planted(): void {\n${'  void 0; // a line\n'.repeat(lines - 2)}}\n`;
  const commented = ofLines(60).replace('{\n', '{\n  // why\n\n');
  expect(await ruleIds(fileIn('src/service'), ofLines(61))).toContain('max-lines-per-function');
  expect(await ruleIds(fileIn('src/service'), commented)).not.toContain('max-lines-per-function');
});
