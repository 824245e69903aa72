import { z } from 'zod';
import { isRankLabError, RankLabError } from '#shared/errors';
import { vectorSettingsSchema } from '#shared/schemas/vector-file';
import { dotBlock } from '../../core/linear-algebra/dot-block';
import type { VectorSpace } from '../../model/vector-space';
import type { PreparedSignal, SignalRequest } from '../port';
import type { KindInputs, SignalKind } from './port';

const params = vectorSettingsSchema.extend({
  absent: z.number().min(-1e12).max(1e12).default(0).describe('The value where the user or the video has no vector'),
});
type Params = z.infer<typeof params>;

const short = (sha256: string): string => `${sha256.slice(0, 12)}…`;

/** How near a video's vector is to the user's, of a model that was trained elsewhere. */
export const vector: SignalKind<Params> = {
  id: 'vector',
  label: 'Vectors from files',
  description: 'Inner product or cosine of vectors made elsewhere: the two towers of a model, or the videos that the user watched.',
  unit: 'inner product or cosine',
  params,
  files: { videos: 'vectors', users: 'vectors' },
  madeElsewhere: ({ videos, users }) =>
    users === undefined ? `the vectors of the file ${short(videos)}` : `the vectors of the files ${short(videos)} and ${short(users)}`,
  notes: async (inputs, settings) => (await spaceOf(inputs, settings)).notes,
  async prepare(inputs, settings) {
    return vectorSignal(inputs, await spaceOf(inputs, settings), settings.absent);
  },
};

async function spaceOf({ view, place }: KindInputs, { absent: _absent, ...settings }: Params): Promise<VectorSpace> {
  try {
    if (view.vectorFiles) return await view.vectorFiles.space(settings, view.dataset);
  } catch (error) {
    if (!isRankLabError(error)) throw error;
    const inside = error.details.place === 'users' ? 'users' : 'videos';
    throw new RankLabError(error.code, error.message, { ...error.details, place: `${place}.${inside}` }, { cause: error });
  }
  throw new RankLabError('NOT_FOUND', `There is no file ${short(settings.videos)} here`, {
    place: `${place}.videos`,
    value: settings.videos,
    remedy: 'Store the file first',
  });
}

function vectorSignal({ view }: KindInputs, space: VectorSpace, absent: number): PreparedSignal {
  const { dimensions, videos, hasVideo } = space;
  const { offsets, indices, rows } = view.interactions;
  const watched = ({ userRow }: SignalRequest): Int32Array =>
    userRow !== undefined && userRow < rows ? indices.subarray(offsets[userRow], offsets[userRow + 1]) : new Int32Array(0);
  const queryOf = (request: SignalRequest): Float32Array | undefined => space.query(request, watched(request));
  const product = new Float64Array(1);
  return {
    hasValue: (request, item) => hasVideo[item] === 1 && queryOf(request) !== undefined,
    compute(request, items, from, count, out, stride, offset) {
      const query = queryOf(request);
      for (let c = from; c < from + count; c++) {
        const item = items[c];
        if (!query || hasVideo[item] !== 1) {
          out[c * stride + offset] = absent;
          continue;
        }
        dotBlock(query, 0, 1, videos, item, item + 1, dimensions, product);
        const value = Math.fround(product[0]);
        out[c * stride + offset] = Number.isFinite(value) ? value : absent;
      }
    },
  };
}
