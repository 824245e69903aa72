import { Registry } from '../core/registry';
import type { EmbeddingProvider } from './port';
import { local } from './providers/local';

export const embeddingProviders = new Registry<EmbeddingProvider>('embedding provider', [local]);
