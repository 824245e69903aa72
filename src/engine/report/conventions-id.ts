import type { Conventions } from '#shared/schemas/conventions';
import { fingerprintOf } from '../core/hashing/fingerprint';

/** A short id of a set of conventions, for columns and notes; equal conventions have equal ids. */
export const conventionsId = (conventions: Conventions | undefined): string | undefined =>
  conventions && fingerprintOf('conventions', conventions).slice(0, 12);
