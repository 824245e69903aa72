import { exactBackend } from '#engine/ann/backends/exact';
import type { AnnBackend } from '#engine/ann/port';

/** The index backends of this process, in order of preference. */
export const annBackends = (): readonly AnnBackend[] => [exactBackend];
