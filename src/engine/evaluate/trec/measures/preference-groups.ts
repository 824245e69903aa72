import { share } from '../judged-topic';
import { preferenceMeasure } from './measure';
import { fulfilled, possible, preferenceSource, scopeTexts, type Scope } from './preference-ratio';

const overGroups = (id: string, label: string, scope: Scope) =>
  preferenceMeasure({
    id,
    label,
    description: 'Share of each group’s preferences that the ranking fulfils, averaged over the groups of a topic.',
    formula: '\\frac{1}{|J|} \\sum_j \\text{fulfilled}_j / \\text{possible}_j',
    source: preferenceSource,
    edgePolicy: `${scopeTexts[scope]} A group without preferences counts 0.`,
    measure: ({ groups }) =>
      share(
        groups.reduce((sum, { counts }) => sum + share(fulfilled(counts, scope), possible(counts, scope)), 0),
        groups.length,
      ),
  });

export const preferencesByGroup = overGroups('prefs_avgjg', 'Preferences fulfilled by group', 'all');
export const preferencesByGroupRetrieved = overGroups('prefs_avgjg_ret', 'Preferences fulfilled by group, retrieved', 'retrieved');
export const preferencesByGroupImplied = overGroups('prefs_avgjg_imp', 'Preferences fulfilled by group, implied', 'implied');
