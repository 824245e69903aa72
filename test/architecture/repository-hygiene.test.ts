/** Text that must not occur in the repository. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)) && lstatSync(join(root, path)).isFile());
const isText = (path: string): boolean => !/\.(png|ico|icns|gz|duckdb|bin|node|wasm|woff2?)$/.test(path);
const contents = new Map(tracked.filter(isText).map((path) => [path, readFileSync(join(root, path), 'utf8')]));

/** `path:line` of every match in the tracked text files that the filter keeps. */
function occurrences(pattern: RegExp, keep: (path: string) => boolean = () => true): string[] {
  const found: string[] = [];
  for (const [path, text] of contents) {
    if (!keep(path) || path === 'test/architecture/repository-hygiene.test.ts') continue;
    text.split('\n').forEach((line, index) => {
      if (pattern.test(line)) found.push(`${path}:${index + 1}`);
    });
  }
  return found;
}

const isCode = (path: string): boolean => /\.(ts|tsx|mjs|js|cc|h)$/.test(path);
const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/.test(path);

describe('repository hygiene', () => {
  test('contains no path of a particular machine', () => {
    expect(occurrences(/(?<![\w/.])\/(?:work|root|farm)\/\w/, (path) => path !== 'package-lock.json')).toEqual([]);
  });

  test('every dependency comes from the public registry by name only', () => {
    const hosts = [...contents.get('package-lock.json')!.matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map((match) => match[1]);
    expect(hosts.filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
  });

  test('the lock file is complete, and every package in it supports each Node that we support', () => {
    const check = spawnSync(process.execPath, ['scripts/complete-lock.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(check.stderr).toBe('');
    expect(check.status).toBe(0);
  });

  test('the lock file states the Node that each package asks for, except for the tools named in complete-lock.mjs', () => {
    const named = /worksOnNode20 = new Set\(\[([^\]]*)\]/.exec(contents.get('scripts/complete-lock.mjs')!)![1];
    const { packages } = JSON.parse(contents.get('package-lock.json')!) as { packages: Record<string, { engines?: { node?: string } }> };
    const corrected = Object.entries(packages).flatMap(([path, { engines }]) => {
      const file = join(root, path, 'package.json');
      if (path === '' || !existsSync(file)) return [];
      const own = (JSON.parse(readFileSync(file, 'utf8')) as { engines?: { node?: string } }).engines;
      return own?.node === engines?.node ? [] : [path.slice('node_modules/'.length)];
    });
    expect(corrected.sort()).toEqual([...named.matchAll(/'([^']+)'/g)].map(([, name]) => name).sort());
  });

  test('skips, focuses and postpones no test', () => {
    expect(occurrences(/\b(?:it|test|describe)\.(?:skip|only|todo|fixme|fails)\b|\btest\.fail\(/, isTest)).toEqual([]);
  });

  test('has no unfinished markers', () => {
    expect(occurrences(/\b(?:TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck/, isCode)).toEqual([]);
  });

  test('keeps source files under 300 lines', () => {
    const isOurs = (path: string): boolean => isCode(path) && /^(src|scripts)\//.test(path);
    const long = [...contents].filter(([path, text]) => isOurs(path) && text.split('\n').length > 301).map(([path]) => path);
    expect(long).toEqual([]);
  });

  test('pins every dependency exactly', () => {
    const manifest = JSON.parse(contents.get('package.json')!) as Record<string, Record<string, string>>;
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((group) =>
      Object.entries(manifest[group] ?? {}).filter(([, version]) => !/^\d/.test(version)),
    );
    expect(ranges).toEqual([]);
  });

  test('contains no third-party data and no large file', () => {
    expect(tracked.filter((path) => /movielens|ml-latest/i.test(path) && path.endsWith('.csv'))).toEqual([]);
    expect(tracked.filter((path) => statSync(join(root, path)).size > 2_000_000)).toEqual([]);
  });

  test('the checks of a clean checkout can be started', () => {
    expect(statSync(join(root, '.ci/run')).mode & 0o111).not.toBe(0);
  });
});
