/** The addon as an npm package: made from the local build, packed, installed without a network, loaded where no local build is. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Loader from '#native/load-addon';
import { isOfTheSystem, neededBy } from '../../scripts/bundle-libraries.mjs';
import { makePrebuiltPackage } from '../../scripts/prebuilt-package.mjs';

const exec = promisify(execFile);
const native = resolve(import.meta.dirname, '../../native');
const local = join(native, 'build/Release/ranklab_faiss.node');
const missing = process.platform === 'linux' && existsSync(local) ? undefined : 'the addon is not built, or this is not Linux';

describe.skipIf(missing !== undefined)(`the npm package of the addon${missing === undefined ? '' : ` (${missing})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-prebuilt-'));
  const project = join(folder, 'project');
  let packageName: string;

  beforeAll(async () => {
    const made = makePrebuiltPackage(folder);
    packageName = made.name;
    const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', folder], { cwd: made.folder });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    mkdirSync(join(project, 'native'), { recursive: true });
    const dependencies = { [packageName]: `file:../${packed?.filename ?? ''}` };
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', version: '1.0.0', dependencies }));
    await exec('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: project });
    for (const name of ['load-addon.ts', 'cpu-level.ts', 'addon-members.ts', 'addon-types.ts'])
      copyFileSync(join(native, name), join(project, 'native', name));
    process.env['RANKLAB_CACHE'] = join(folder, 'no-cache');
  });
  afterAll(() => {
    delete process.env['RANKLAB_CACHE'];
    rmSync(folder, { recursive: true, force: true });
  });

  /** The loader of the project, as in a new process. */
  const fresh = async () => {
    vi.resetModules();
    return (await import(/* @vite-ignore */ join(project, 'native/load-addon.ts'))) as typeof Loader;
  };
  const installed = (): string => join(project, 'node_modules', packageName);

  it('names system, processor and version, and brings its libraries', () => {
    const { version } = JSON.parse(readFileSync(resolve(native, '../package.json'), 'utf8')) as { version: string };
    expect(JSON.parse(readFileSync(join(installed(), 'package.json'), 'utf8'))).toMatchObject({
      version,
      os: ['linux'],
      cpu: [process.arch],
      libc: ['glibc'],
    });
    const needed = neededBy(join(installed(), 'ranklab_faiss.node')).filter((name) => !isOfTheSystem(name));
    expect(readdirSync(installed())).toEqual(expect.arrayContaining(needed));
  });

  it('is loaded where there is no local build, and never called outdated', async () => {
    cpSync(join(native, 'src/errors.h'), join(project, 'native/src/errors.h'));
    utimesSync(join(project, 'native/src/errors.h'), new Date(), new Date());
    const loader = await fresh();
    expect(loader.loadAddon().path).toBe(join(installed(), 'ranklab_faiss.node'));
    expect(loader.loadAddon().addon?.info().faissVersion).toMatch(/^\d+\.\d+/);
    expect(loader.outdatedBuild()).toBeUndefined();
  });

  it('comes after a local build', async () => {
    const built = join(project, 'native/build/Release/ranklab_faiss.node');
    mkdirSync(join(built, '..'), { recursive: true });
    copyFileSync(local, built);
    expect((await fresh()).loadAddon().path).toBe(built);
  });
});
