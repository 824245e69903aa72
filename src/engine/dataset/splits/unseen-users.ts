import { z } from 'zod';
import { CutCounter, cutHistory, positionsByUser } from './by-time';
import { trainingSide } from './carve';
import { interactionKeys, smallestKeys, userKeys } from './random-keys';
import { commonParams, defaultTestFraction, defineSplit, Part, type PartCode, type SplitInput } from './strategy';

const params = z.strictObject({
  fraction: z.number().gt(0).lt(1).default(defaultTestFraction).describe('Share of the users to hold out'),
  foldInFraction: z.number().gt(0).lt(1).default(0.8).describe('Share of a held-out user’s interactions that is known when recommending'),
  ...commonParams,
});

/** Strong generalisation: no interaction of a tested user is in training. */
export const unseenUsersSplit = defineSplit<z.infer<typeof params>>({
  id: 'unseen-users',
  label: 'Unseen users',
  description: 'Holds whole users out of training; part of their history is given, the rest is the test.',
  caveat: 'Leaks the future: training contains other users’ interactions that are newer than tested ones.',
  params,
  needsTimestamps: false,
  isRandom: true,
  cutsHistories: true,
  divide(input, { fraction, foldInFraction }, parts) {
    for (const position of input.positions) parts[position] = Part.train;
    holdOut(input, fraction, foldInFraction, Part.test, 'held out', parts);
  },
  carve(input, fraction, parts) {
    holdOut({ ...input, positions: trainingSide(input, parts) }, fraction, 0.8, Part.validation, 'validation', parts);
  },
});

/**
 * Gives the later interactions of a random share of the users to `target` and their earlier ones to the fold-in part, at
 * least one of each. Users with a single interaction are never held out. Without timestamps, the order is random.
 */
function holdOut(input: SplitInput, fraction: number, foldInFraction: number, target: PartCode, purpose: string, parts: Uint8Array): void {
  const { dataset, positions, seed } = input;
  const { offsets, ordered } = historyOrder(input, purpose);
  const eligible: number[] = [];
  for (let user = 0; user + 1 < offsets.length; user++) if (offsets[user + 1] - offsets[user] > 1) eligible.push(user);
  const keys = userKeys(dataset, seed, purpose);
  const chosen = smallestKeys(
    Float64Array.from(eligible, (user) => keys[user]),
    Math.round(fraction * eligible.length),
  );
  if (positions.length === 0) return;
  const counter = new CutCounter();
  eligible.forEach((user, i) => {
    if (!chosen[i]) return;
    const count = offsets[user + 1] - offsets[user];
    const known = Math.min(count - 1, Math.max(1, Math.round(foldInFraction * count)));
    const cut = cutHistory(input, ordered, offsets[user], offsets[user + 1], offsets[user] + known);
    counter.add(cut);
    // A history with a single timestamp is still divided, by ids: the fold-in part needs at least one interaction.
    const from = cut.whole ? offsets[user] + known : cut.at;
    for (let at = offsets[user]; at < offsets[user + 1]; at++) parts[ordered[at]] = at < from ? Part.foldIn : target;
  });
  if (target === Part.test) input.noteTimeTies?.(counter.counts);
}

function historyOrder(input: SplitInput, purpose: string): { offsets: Int32Array; ordered: Int32Array } {
  const { offsets, ordered } = positionsByUser(input);
  const { timestampsMs } = input.dataset.interactions;
  if (input.positions.every((position) => !Number.isNaN(timestampsMs[position]))) return { offsets, ordered };
  const keys = new Float64Array(input.dataset.interactions.count);
  const drawn = interactionKeys(input.dataset, input.positions, input.seed, `${purpose} order`);
  input.positions.forEach((position, i) => (keys[position] = drawn[i]));
  for (let user = 0; user + 1 < offsets.length; user++) {
    ordered.subarray(offsets[user], offsets[user + 1]).sort((a, b) => keys[a] - keys[b] || a - b);
  }
  return { offsets, ordered };
}
