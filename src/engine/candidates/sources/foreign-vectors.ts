import { RankLabError } from '#shared/errors';
import { vectorSettingsSchema, type VectorSettings } from '#shared/schemas/vector-file';
import { history } from '../content-vectors';
import type { CandidateSource } from '../port';
import { VectorRetriever } from '../vector-retriever';

const short = (sha256: string): string => `${sha256.slice(0, 12)}…`;

/** Nearest videos in a space that was made elsewhere, as the two towers of a retrieval model give them. */
export const foreignVectors: CandidateSource<VectorSettings> = {
  id: 'vector-files',
  label: 'Vectors from files',
  description: 'Videos whose vectors, made elsewhere, have the largest inner product or cosine with the user’s (two-tower retrieval)',
  params: vectorSettingsSchema,
  needs: [],
  async madeElsewhere({ videos, users }, { vectorFiles }) {
    const named = async (sha256: string): Promise<string> => {
      const name = await vectorFiles?.nameOf(sha256);
      return name === undefined ? short(sha256) : `${name} (${short(sha256)})`;
    };
    return `the vectors of the file ${await named(videos)}${users === undefined ? '' : ` and ${await named(users)}`}`;
  },
  async prepare(view, settings) {
    if (!view.vectorFiles) {
      throw new RankLabError('NOT_FOUND', `There is no file ${short(settings.videos)} here`, {
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
