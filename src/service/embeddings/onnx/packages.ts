import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { RankLabError } from '#shared/errors';

/** The optional packages that run ONNX models, in the versions of package.json. */
export const onnxPackages = [
  { name: 'onnxruntime-node', version: '1.30.0' },
  { name: '@huggingface/tokenizers', version: '0.2.0' },
] as const;

/** Its install script would fetch GPU libraries; the libraries for the processor are in the package. */
export const installOnnx = `npm install --no-save --ignore-scripts ${onnxPackages.map(({ name, version }) => `${name}@${version}`).join(' ')}`;

/** The packages that are not installed; `from` is where they are looked for, upwards. */
export function missingOnnxPackages(from: string = import.meta.url): string[] {
  const { resolve } = createRequire(from);
  return onnxPackages.map(({ name }) => name).filter((name) => !canResolve(resolve, name));
}

function canResolve(resolve: NodeJS.RequireResolve, name: string): boolean {
  try {
    resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** The packages in the versions that are installed; undefined where one does not say. */
export function installedOnnxPackages(from: string = import.meta.url): { name: string; wanted: string; version: string | undefined }[] {
  const { resolve } = createRequire(from);
  return onnxPackages.map(({ name, version }) => ({ name, wanted: version, version: versionOf(resolve, name) }));
}

/** Read from the file beside it: not every package lets its package.json be imported. */
function versionOf(resolve: NodeJS.RequireResolve, name: string): string | undefined {
  const manifest = (resolve.paths(name) ?? []).map((folder) => join(folder, name, 'package.json')).find((path) => existsSync(path));
  return manifest === undefined ? undefined : manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
}

const manifestSchema = z.object({ version: z.string().optional().catch(undefined) });

/** @throws UNSUPPORTED naming the packages and how to install them. */
export function requireOnnxPackages(from?: string): void {
  const missing = missingOnnxPackages(from);
  if (missing.length === 0) return;
  throw new RankLabError(
    'UNSUPPORTED',
    `ONNX models need ${missing.join(' and ')}, which ${missing.length > 1 ? 'are' : 'is'} not installed`,
    {
      place: 'embeddings.provider',
      value: 'onnx',
      remedy: `Install with: ${installOnnx}`,
    },
  );
}
