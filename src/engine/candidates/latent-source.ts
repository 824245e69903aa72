import type { TrainingView, CandidateRequest } from '../model/training-view';
import type { PreparedSource } from './port';
import { VectorRetriever } from './vector-retriever';

/** Row-major latent vectors of both sides; score(user, item) is their inner product, zero rows are unknown. */
interface LatentVectors {
  readonly users: Float32Array;
  readonly items: Float32Array;
  readonly width: number;
}

/** Retrieval by inner product in a latent space; a seed video's own vector stands in for a user's. */
export function latentSource(view: TrainingView, latent: LatentVectors, index?: TrainingView['factorIndex']): PreparedSource {
  const retriever = new VectorRetriever(latent.items, latent.width, view.knownItems, index);
  return {
    retrieve: (requests, limit, context) =>
      retriever.retrieve(
        requests.map((request) => ({ vector: latentVector(latent, request), exclude: request.exclude })),
        limit,
        context,
      ),
  };
}

function latentVector({ users, items, width }: LatentVectors, { userRow, videoRow }: CandidateRequest): Float32Array | undefined {
  const [vectors, row] = userRow !== undefined ? [users, userRow] : [items, videoRow ?? -1];
  return row >= 0 && (row + 1) * width <= vectors.length ? vectors.subarray(row * width, (row + 1) * width) : undefined;
}
