#!/usr/bin/env node
/**
 * Bundles one TypeScript file of this repository and runs it: `node scripts/run-typescript.mjs bench/evaluate.ts [arguments]`.
 * For benchmarks and generators, which are not part of the build. Packages stay outside the bundle.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @returns the path of the bundle */
export async function bundleTypeScript(source) {
  const name = source.replace(/[^A-Za-z0-9]+/g, '-').replace(/-ts$/, '');
  const file = join(root, 'node_modules', '.cache', 'run-typescript', `${name}.mjs`);
  mkdirSync(dirname(file), { recursive: true });
  await build({
    input: resolve(root, source),
    platform: 'node',
    external: (id) => !/^[./#]/.test(id) && !id.startsWith(root),
    output: { file, format: 'esm', sourcemap: true, codeSplitting: false },
    logLevel: 'warn',
  });
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [source, ...rest] = process.argv.slice(2);
  if (!source) {
    process.stderr.write('Which file? node scripts/run-typescript.mjs FILE.ts [arguments]\n');
    process.exit(2);
  }
  const file = await bundleTypeScript(source);
  process.argv.splice(1, process.argv.length - 1, file, ...rest);
  await import(pathToFileURL(file).href);
}
