import { z } from 'zod';
import type { CandidateRequest } from '../../model/training-view';
import type { Factors } from '../../model/vectors';
import { silentSource, type CandidateSource } from '../port';
import { VectorRetriever } from '../vector-retriever';

/** The user's latent vector against every item's; a seed video's own vector stands in for a user's. */
export const factors: CandidateSource = {
  id: 'factors',
  label: 'Latent factors',
  description: 'Videos whose latent factors fit the user best; nothing for users the factorisation has not seen',
  params: z.strictObject({}),
  needs: ['factors'],
  async prepare(view) {
    const { factors } = view;
    if (!factors) return silentSource;
    const retriever = new VectorRetriever(factors.itemFactors, factors.factorCount, view.knownItems, view.factorIndex);
    return {
      retrieve: (requests, limit, context) =>
        retriever.retrieve(
          requests.map((request) => ({ vector: latentVector(factors, request), exclude: request.exclude })),
          limit,
          context,
        ),
    };
  },
};

export function latentVector(factors: Factors, request: CandidateRequest): Float32Array | undefined {
  const { factorCount: width, userCount, itemCount, userFactors, itemFactors } = factors;
  if (request.userRow !== undefined && request.userRow < userCount) {
    return userFactors.subarray(request.userRow * width, (request.userRow + 1) * width);
  }
  if (request.videoRow !== undefined && request.videoRow < itemCount) {
    return itemFactors.subarray(request.videoRow * width, (request.videoRow + 1) * width);
  }
  return undefined;
}
