import { Registry } from '../core/registry';
import type { EmbeddingProvider } from './port';
import { local } from './providers/local';
import { onnx } from './providers/onnx';
import { openai } from './providers/openai';
import { precomputed } from './providers/precomputed';

export const embeddingProviders = new Registry<EmbeddingProvider>('embedding provider', [local, onnx, openai, precomputed]);
