import { cutHistory, positionsByUser, timeCut } from './by-time';
import { interactionKeys, smallestKeys } from './random-keys';
import { Part, type Carve, type SplitInput } from './strategy';

/** The newest part of the training side, cut at one timestamp for all users. Does nothing when all timestamps are equal. */
export const carveByTime: Carve = (input, fraction, parts) => {
  const training = trainingSide(input, parts);
  const cut = timeCut({ ...input, positions: training }, fraction);
  if (cut === undefined) return;
  const { timestampsMs } = input.dataset.interactions;
  for (const position of training) if (timestampsMs[position] >= cut) parts[position] = Part.validation;
};

/** Random interactions of the training side. */
export const carveAtRandom: Carve = (input, fraction, parts) => {
  const training = trainingSide(input, parts);
  const keys = interactionKeys(input.dataset, training, input.seed, 'validation');
  const marked = smallestKeys(keys, Math.round(fraction * training.length));
  training.forEach((position, i) => {
    if (marked[i]) parts[position] = Part.validation;
  });
};

/** Each user's last training interactions: the fraction of them, rounded, but never all. */
export const carveLastOfEachUser: Carve = (input, fraction, parts) => {
  const { offsets, ordered } = positionsByUser({ ...input, positions: trainingSide(input, parts) });
  for (let user = 0; user + 1 < offsets.length; user++) {
    const count = offsets[user + 1] - offsets[user];
    const carvedCount = Math.min(Math.max(1, Math.round(fraction * count)), count - 1);
    const { at } = cutHistory(input, ordered, offsets[user], offsets[user + 1], offsets[user + 1] - carvedCount);
    for (let i = at; i < offsets[user + 1]; i++) parts[ordered[i]] = Part.validation;
  }
};

export const trainingSide = ({ positions }: SplitInput, parts: Uint8Array): Int32Array =>
  positions.filter((position) => parts[position] === Part.train);
