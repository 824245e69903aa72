import type { EmbeddingPorts } from '#engine/embeddings/port';
import { installOnnx, missingOnnxPackages } from './onnx/packages';

/** By port, how to install what it needs and this machine lacks. */
const missing: Partial<Record<keyof EmbeddingPorts, () => string | null>> = {
  sentenceEncoder: () => (missingOnnxPackages().length > 0 ? installOnnx : null),
};

/** The first line to run before a provider with these ports can be used; null if nothing is missing. */
export const installFor = (ports: readonly (keyof EmbeddingPorts)[]): string | null =>
  ports.map((port) => missing[port]?.() ?? null).find((line) => line !== null) ?? null;
