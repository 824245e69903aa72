import { noParams } from '../../core/registry';
import { latentSource } from '../latent-source';
import { silentSource, type CandidateSource } from '../port';

/** The factors the workspace was built with. */
export const factors: CandidateSource = {
  id: 'factors',
  label: 'Latent factors',
  description: 'Videos whose latent factors fit the user best; nothing for users the factorisation has not seen',
  params: noParams,
  needs: ['factors'],
  async prepare(view) {
    if (!view.factors) return silentSource;
    const { userFactors: users, itemFactors: items, factorCount: width } = view.factors;
    return latentSource(view, { users, items, width }, view.factorIndex);
  },
};
