import { join, resolve } from 'node:path';
import { build } from 'vite';

/** Bundles `test/crash/NAME.ts` so that a plain Node process can run it, and returns its path. */
export async function buildChild(name: string): Promise<string> {
  const root = resolve(import.meta.dirname, '../..');
  const outDir = `node_modules/.cache/ranklab-crash/${name}`;
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      ssr: `test/crash/${name}.ts`,
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
    ssr: { noExternal: true, external: ['@duckdb/node-api'] },
  });
  return join(root, outDir, 'child.mjs');
}
