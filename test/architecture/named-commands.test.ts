/**
 * Every command mentioned in a document, a message or a script exists: `npm run NAME`, `ranklab VERB` and its options, and
 * the files passed to `node`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program';

const root = resolve(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
const isRead = (path: string): boolean =>
  /^(README|CONTRIBUTING)\.md$|^(docs|src|scripts|native|\.ci|bench|clients)\//.test(path) &&
  /(\.(md|ts|tsx|mjs|sh|cc|h|py|json|yml)|\/run)$/.test(path) &&
  !/\.test\.tsx?$/.test(path);
const texts = tracked.filter((path) => isRead(path) && existsSync(join(root, path))).map((path) => [path, read(path)] as const);

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const manifest = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

interface Named {
  /** `path: what is written` */
  readonly where: string;
  readonly name: string;
  /** The rest of the command, over continued lines. */
  readonly rest: string;
}

/** Every command that matches: `pattern` captures the name; the remainder of the line is its rest. */
function named(pattern: RegExp): Named[] {
  return [...texts, ['package.json', Object.values(manifest.scripts).join('\n')] as const].flatMap(([path, text]) =>
    [...text.replace(/\\\n\s*/g, ' ').matchAll(pattern)].map((match) => ({
      where: `${path}: ${match[0].slice(0, 100)}`,
      name: match[1] ?? '',
      rest: match[2] ?? '',
    })),
  );
}

const program = await createProgram(undefined);
const verbs = new Map(program.commands.map((command) => [command.name(), command]));
/** The verb to which an option belongs, from the words before it: `ranklab -- VERB`, `ranklab VERB`, or `VERB` alone in code marks. */
const calls = named(/\branklab (?:-- )?([a-z][a-z-]*)((?: [^`”"\n]*)?)/g);
/** Words that follow the product's name in a sentence, not verbs. */
const prose = new Set(['dataset', 'file', 'is', 'runs', 'does']);

describe('commands named in scripts, docs and messages', () => {
  test('every npm script exists', () => {
    const missing = named(/\bnpm run (?:--silent |-s )?([a-z][a-z:-]*)/g).filter(({ name }) => !Object.hasOwn(manifest.scripts, name));
    expect(missing.map(({ where }) => where)).toEqual([]);
    expect(named(/\bnpm run (?:--silent )?([a-z][a-z:-]*)/g).length).toBeGreaterThan(20);
  });

  test('every verb exists', () => {
    const missing = calls.filter(({ name }) => !verbs.has(name) && !prose.has(name));
    expect(missing.map(({ where }) => where)).toEqual([]);
    expect(calls.length).toBeGreaterThan(30);
  });

  test('every option that follows a verb is one of its options', () => {
    const missing = calls.flatMap(({ name, rest, where }) => {
      const known = new Set(['--help', ...(verbs.get(name)?.options ?? []).flatMap(({ long, short }) => [long, short])]);
      if (!verbs.has(name)) return [];
      // A comment after the command is prose, and text after && or | is another command.
      const [command = ''] = rest.split(/\s#|&&|\||;/);
      const options = [...command.matchAll(/(?<![\w-])(--[a-z][a-z-]*)/g)].map(([, option]) => option);
      return options.filter((option) => !known.has(option)).map((option) => `${option} in ${where}`);
    });
    expect(missing).toEqual([]);
  });

  test('every option in code marks or a remedy is an option of some verb or program', () => {
    const known = new Set([...program.commands.flatMap(({ options }) => options.map(({ long }) => long)), '--help', '--version']);
    const missing = texts
      .filter(([path]) => /^(README|docs\/(?!adr|release|faiss|gpu)[a-z-]+)\.?/.test(path))
      .flatMap(([path, text]) => [...text.matchAll(/`(--[a-z][a-z-]*)(?: [^`]*)?`/g)].map(([, option = '']) => [path, option] as const))
      .filter(([, option]) => !known.has(option));
    expect(missing).toEqual([]);
  });

  test('every script and bench that is run exists', () => {
    const paths = named(/\b((?:scripts|bench|native|test|\.ci)\/[\w./-]+\.(?:mjs|ts|sh|py))\b/g);
    expect(paths.filter(({ name }) => !existsSync(join(root, name))).map(({ where }) => where)).toEqual([]);
    expect(paths.length).toBeGreaterThan(20);
  });
});
