import type { Conventions } from '#shared/schemas/conventions';
import { fingerprintOf } from '../core/hashing/fingerprint';

/** A short name of a set of conventions, for columns and notes; the same conventions have the same one. */
export const conventionsId = (conventions: Conventions | undefined): string | undefined =>
  conventions && fingerprintOf('conventions', conventions).slice(0, 12);
