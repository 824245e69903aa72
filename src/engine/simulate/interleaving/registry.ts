import { Registry } from '../../core/registry';
import { optimisedInterleaving } from './optimised';
import type { InterleavingMethod } from './port';
import { teamDraft, teamDraftMultileaving } from './team-draft';

/** Ways to compare variants within one list. */
export const interleavingMethods = new Registry<InterleavingMethod>('interleaving method', [
  teamDraft,
  optimisedInterleaving,
  teamDraftMultileaving,
]);
