/** The package as a user gets it: packed, installed in an empty folder, run with npx, imported and type-checked. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { version } from '#service/version';

const root = resolve(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'ranklab-package-'));
const empty = join(scratch, 'empty');
const environment = { ...process.env, RANKLAB_CONFIG_DIR: join(scratch, 'config') };
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const run = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { cwd: empty, encoding: 'utf8', env: environment, timeout: 120_000 });

beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', scratch], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('['))) as { filename: string }[];
  mkdirSync(join(empty, 'node_modules'), { recursive: true });
  execFileSync('tar', ['-xzf', join(scratch, filename), '-C', scratch]);
  // As npm installs it: the package with its command, beside its dependencies, which are taken from this checkout.
  execFileSync('mv', [join(scratch, 'package'), join(empty, 'node_modules/ranklab')]);
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.') && name !== 'ranklab') symlinkSync(join(root, 'node_modules', name), join(empty, 'node_modules', name));
  writeFileSync(join(empty, 'package.json'), '{ "type": "module", "private": true, "dependencies": { "ranklab": "*" } }');
  execFileSync('npm', ['rebuild', 'ranklab', '--ignore-scripts', '--offline'], { cwd: empty, stdio: 'ignore' });
}, 300_000);

it('npx ranklab works in an empty folder', () => {
  expect(run('npx', ['--no-install', 'ranklab', '--version'])).toMatchObject({ stdout: `${version}\n`, status: 0 });
  const result = run('npx', [
    '--no-install',
    'ranklab',
    'pipeline',
    '--workspace',
    'ws',
    '--users',
    '80',
    '--videos',
    '100',
    '--interactions',
    '2000',
    '--factors',
    '8',
    '--quiet',
  ]);
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
});

it('import { compare, evaluate } works, with progress and typed errors', () => {
  writeFileSync(
    join(empty, 'program.mjs'),
    `import { compare, evaluate, RankLabError } from 'ranklab';
let last = 0;
const variants = [{ name: 'popular', weights: { popularity: 1 } }, { name: 'mixed' }];
const result = await compare({ workspace: 'ws', variants, metrics: ['ndcg@10'], onProgress: (fraction) => (last = fraction) });
const { metrics } = await evaluate({ qrels: 'q1 0 d1 1', run: 'q1 Q0 d1 1 0.5 mine', metrics: ['ndcg@10'] });
const error = await compare({ workspace: 'nowhere', variants }).catch((problem) => problem);
console.log(JSON.stringify([result.variants.length, last > 0.9, metrics[0].value, error instanceof RankLabError, error.code]));
`,
  );
  const { stdout, stderr } = run(process.execPath, ['program.mjs']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([2, true, 1, true, 'NOT_FOUND']);
});

it('its types compile in a strict program', () => {
  writeFileSync(
    join(empty, 'typed.ts'),
    `import { compare, evaluate, openWorkspace, type ExperimentResult } from 'ranklab';
const result: Promise<ExperimentResult> = compare({ workspace: 'ws', variants: [{ name: 'a', weights: { popularity: 1 } }] });
const value: number | null | undefined = (await evaluate({ qrels: '', run: '' })).metrics[0]?.value;
// @ts-expect-error: a workspace is needed
void compare({ variants: [{ name: 'a' }] });
await (await openWorkspace('ws', { create: true })).close();
export { result, value };
`,
  );
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--skipLibCheck', '--types', 'node'];
  const { stdout, status } = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'typed.ts']);
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
