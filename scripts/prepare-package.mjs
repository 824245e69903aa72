/**
 * Prepares the npm package: builds all programs, and collects the library's declarations with relative imports, because the
 * package does not contain the sources that `#shared/…` refers to.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const types = join(root, 'out/types');
const caches = { shared: 'src-shared', engine: 'src-engine', service: 'src-service', library: 'src-library' };

function declarationOf(module) {
  const cache = caches[module.split('/')[0]];
  return join(root, 'node_modules/.cache/tsc', cache, 'src', `${module}.d.ts`);
}

/** The source file that a declaration's import refers to; undefined for a package. */
function resolved(from, specifier) {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

function collect(module, done = new Set()) {
  if (done.has(module)) return done;
  done.add(module);
  const text = readFileSync(declarationOf(module), 'utf8').replace(
    /((?:from|import\() ?)(['"])([^'"]+)\2/g,
    (whole, before, quote, specifier) => {
      const target = resolved(module, specifier);
      if (target === undefined) return whole;
      collect(target, done);
      const relative = posix.relative(posix.dirname(module), target);
      return `${before}${quote}${relative.startsWith('.') ? relative : `./${relative}`}.js${quote}`;
    },
  );
  const path = join(types, `${module}.d.ts`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return done;
}

await ensureBuilt('node');
await ensureBuilt('app');
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'src/library'], { cwd: root, stdio: 'inherit' });
rmSync(types, { recursive: true, force: true });
collect('library/index');
