/** The Python client: its generated parts follow the contract, its workflow test passes on a served workspace, its wheel imports. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { contractDocument } from '#service/http/contract-document';
import { pythonOperations, pythonReference } from '../../scripts/python-client.mjs';

const root = resolve(import.meta.dirname, '../..');
const client = join(root, 'clients/python');
/** The system's Python comes first: setup-system.sh installs setuptools and wheel for it. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const scratch = mkdtempSync(join(tmpdir(), 'ranklab-python-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const environment = {
  ...process.env,
  RANKLAB_COMMAND: `${process.execPath} ${join(root, 'out/node/cli.js')}`,
  RANKLAB_CONFIG_DIR: join(scratch, 'config'),
  PYTHONDONTWRITEBYTECODE: '1',
};

test('the generated operations and their reference match the contract', async () => {
  const document = await contractDocument();
  const advice = 'run: npm run python-client';
  expect(readFileSync(join(client, 'src/ranklab/_operations.py'), 'utf8'), advice).toBe(pythonOperations(document));
  expect(readFileSync(join(client, 'REFERENCE.md'), 'utf8'), advice).toBe(pythonReference(document));
});

test('every operation of the document is a method of the client', async () => {
  const written = readFileSync(join(client, 'src/ranklab/_operations.py'), 'utf8');
  const { paths } = (await contractDocument()) as { paths: Record<string, Record<string, unknown>> };
  for (const [path, methods] of Object.entries(paths))
    for (const method of Object.keys(methods)) expect(written).toContain(`\`\`${method.toUpperCase()} ${path}\`\``);
});

test('every operation has a one-line description', async () => {
  const { paths } = (await contractDocument()) as { paths: Record<string, Record<string, { summary?: string }>> };
  const without = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { summary }]) => (summary === undefined ? [`${method} ${path}`] : [])),
  );
  expect(without).toEqual([]);
});

test('runs the whole workflow against a served workspace', () => {
  const run = spawnSync(python, ['-m', 'unittest', 'discover', '-s', 'tests'], {
    cwd: client,
    encoding: 'utf8',
    env: { ...environment, PYTHONPATH: join(client, 'src') },
  });
  expect(run.stderr).toMatch(/Ran [1-9]\d* tests/);
  expect(run.status, run.stderr).toBe(0);
});

test('builds as a wheel that can be imported from the file', () => {
  const copy = join(scratch, 'python');
  cpSync(client, copy, { recursive: true });
  execFileSync(python, ['-c', "from setuptools import build_meta; build_meta.build_wheel('dist')"], { cwd: copy, stdio: 'pipe' });
  const wheel = readdirSync(join(copy, 'dist')).find((name) => name.endsWith('.whl'));
  expect(wheel).toMatch(/^ranklab-.*-py3-none-any\.whl$/);
  const script = 'import sys; sys.path.insert(0, sys.argv[1]); import ranklab; print(sorted(ranklab.__all__)[0], ranklab.__file__)';
  const output = execFileSync(python, ['-I', '-c', script, join(copy, 'dist', wheel!)], { encoding: 'utf8' });
  expect(output).toContain('Comparison');
  expect(output).toContain('.whl');
});
