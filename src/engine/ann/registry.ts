import { Registry } from '../core/registry';
import { exactBackend } from './backends/exact';
import type { AnnBackend } from './port';

/** The backends of this process in order of preference: native ones, made by the service, before the built-in one. */
export const createAnnRegistry = (native: readonly AnnBackend[] = []): Registry<AnnBackend> =>
  new Registry('index backend', [...native, exactBackend]);
