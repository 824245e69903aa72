import { createRequire } from 'node:module';
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
