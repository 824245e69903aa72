import { Registry } from '../../../core/registry';
import type { SearchEntry } from './port';
import { sobol } from './sobol';
import { treeParzen } from './tree-parzen';

/** How the settings of a sweep are chosen. */
export const sweepSearches = new Registry<SearchEntry>('search', [sobol, treeParzen]);
