import { z } from 'zod';
import { truncatedSvd } from '../../core/linear-algebra/truncated-svd';
import { fittedInteractions, forHeldOutUsers } from '../held-out-users';
import { latentSource } from '../latent-source';
import { silentSource, type CandidateSource } from '../port';

const params = z.strictObject({
  factorCount: z.int().min(1).max(1000).default(50).describe('Latent factors; at most the smaller of users and videos is used'),
});

/** PureSVD (Cremonesi, Koren & Turrin 2010) with its own number of factors, as a baseline beside the workspace's factors. */
export const pureSvd: CandidateSource<z.infer<typeof params>> = {
  id: 'pure-svd',
  label: 'PureSVD',
  description: 'Truncated SVD of the interactions with a chosen number of factors',
  params,
  needs: [],
  isBaseline: true,
  async prepare(view, { factorCount }, context) {
    const { seed } = view;
    const interactions = fittedInteractions(view);
    const width = Math.min(factorCount, interactions.rows, interactions.columns);
    if (interactions.indices.length === 0) return silentSource;
    const { left, right, singularValues } = truncatedSvd(interactions, { rank: width, seed }, context);
    const users = left.map((value, at) => value * singularValues[at % width]);
    // A held-out user's row of A·V, which is what U·Σ is for the others.
    forHeldOutUsers(view, (user, items, values) => {
      for (const [i, item] of items.entries()) {
        for (let f = 0; f < width; f++) users[user * width + f] += values[i] * right[item * width + f];
      }
    });
    return latentSource(view, { users, items: right, width });
  },
};
