import { RankLabError } from '#shared/errors';
import { vectorSettingsSchema, type VectorSettings } from '#shared/schemas/vector-file';
import { history } from '../content-vectors';
import type { CandidateSource } from '../port';
import { VectorRetriever } from '../vector-retriever';

/** Nearest videos in a space that was made elsewhere, as the two towers of a retrieval model give them. */
export const foreignVectors: CandidateSource<VectorSettings> = {
  id: 'vector-files',
  label: 'Vectors from files',
  description: 'Videos whose vectors, made elsewhere, have the largest inner product or cosine with the user’s (two-tower retrieval)',
  params: vectorSettingsSchema,
  needs: [],
  madeElsewhere: ({ videos, users }) =>
    `the vectors of the file ${videos.slice(0, 12)}…${users === undefined ? '' : ` and ${users.slice(0, 12)}…`}`,
  async prepare(view, settings) {
    if (!view.vectorFiles) {
      throw new RankLabError('NOT_FOUND', `There is no file ${settings.videos.slice(0, 12)}… here`, {
        place: 'videos',
        value: settings.videos,
        remedy: 'Store the file first',
      });
    }
    const space = await view.vectorFiles.space(settings, view.dataset);
    const index = await view.vectorFiles.index(settings, view.dataset);
    const retriever = new VectorRetriever(space.videos, space.dimensions, view.knownItems, index);
    return {
      retrieve: (requests, limit, context) =>
        retriever.retrieve(
          requests.map((request) => ({
            vector: space.query(request, request.userRow === undefined ? new Int32Array(0) : history(view, request.userRow)),
            exclude: request.exclude,
          })),
          limit,
          context,
        ),
    };
  },
};
