import { Registry } from '#engine/core/registry';
import { kFoldSplit } from './k-fold';
import { leaveLastSplit } from './leave-last';
import { predefinedSplit } from './predefined';
import { randomSplit } from './random';
import type { SplitStrategy } from './strategy';
import { timeSplit } from './time';
import { unseenUsersSplit } from './unseen-users';

/** Every split, in display order. */
export const splitRegistry = new Registry<SplitStrategy>('split', [
  timeSplit,
  leaveLastSplit,
  randomSplit,
  kFoldSplit,
  predefinedSplit,
  unseenUsersSplit,
]);
