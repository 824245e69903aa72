import { z } from 'zod';
import { formatCount } from '#shared/counts';
import { isRankLabError, RankLabError } from '#shared/errors';
import { runHashSchema } from '#shared/schemas/foreign-run';
import type { BoundScores } from '../../model/foreign-run';
import type { PreparedSignal, SignalRequest } from '../port';
import type { KindInputs, SignalKind } from './port';

const params = z.strictObject({
  run: runHashSchema.meta({ suggestions: 'runs' }).describe('A stored file with users, videos and scores, by its SHA-256'),
  column: z.string().min(1).max(500).default('score').describe('Which of its numeric columns'),
  absent: z.number().min(-1e12).max(1e12).default(0).describe('The value of pairs that the file does not have'),
});
type Params = z.infer<typeof params>;

/** A number that another program has given to pairs of a user and a video. */
export const score: SignalKind<Params> = {
  id: 'score',
  label: 'Scores from a file',
  description: 'One number per user and video, computed elsewhere: predictions of a model, or a column of a ranking made elsewhere.',
  unit: 'as in the file',
  params,
  files: { run: 'runs' },
  madeElsewhere: ({ column, run }) => `the column ${column} of the file ${run.slice(0, 12)}…`,
  async notes(inputs, settings) {
    const { run, column, unknownUserRows, unknownItemRows, emptyRows, repeatedRows } = await scoresOf(inputs, settings);
    const found: readonly (readonly [number, string])[] = [
      [unknownUserRows, 'of unknown users'],
      [unknownItemRows, 'of unknown videos'],
      [emptyRows, `without ${column}`],
      [repeatedRows, 'that a later line of the same pair replaces'],
    ];
    const noteParts = found.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} lines ${what}`);
    return noteParts.length > 0 ? [`${run.file}: ${noteParts.join(', ')}`] : [];
  },
  async prepare(inputs, settings) {
    return pairSignal(await scoresOf(inputs, settings), settings.absent);
  },
};

async function scoresOf({ view, place }: KindInputs, { run, column }: Params): Promise<BoundScores> {
  try {
    if (view.foreignRuns) return await view.foreignRuns.scores(run, column, view.dataset);
  } catch (error) {
    if (!isRankLabError(error)) throw error;
    const inside = error.details.place === 'column' ? 'column' : 'run';
    throw new RankLabError(error.code, error.message, { ...error.details, place: `${place}.${inside}` }, { cause: error });
  }
  throw new RankLabError('NOT_FOUND', `There is no file ${run.slice(0, 12)}… here`, {
    place: `${place}.run`,
    value: run,
    remedy: 'Store the file first',
  });
}

function pairSignal({ offsets, items, values }: BoundScores, absent: number): PreparedSignal {
  /** Where the item is among the user's entries; −1 where it is not. */
  const find = (user: number | undefined, item: number): number => {
    if (user === undefined || user + 1 >= offsets.length) return -1;
    let [low, high] = [offsets[user], offsets[user + 1]];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (items[middle] < item) low = middle + 1;
      else high = middle;
    }
    return low < offsets[user + 1] && items[low] === item ? low : -1;
  };
  return {
    hasValue: ({ userRow }: SignalRequest, item: number) => find(userRow, item) >= 0,
    compute({ userRow }, candidates, from, count, out, stride, offset) {
      for (let c = from; c < from + count; c++) {
        const place = find(userRow, candidates[c]);
        out[c * stride + offset] = place < 0 ? absent : values[place];
      }
    },
  };
}
