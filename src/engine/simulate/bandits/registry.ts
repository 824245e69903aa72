import { Registry } from '../../core/registry';
import { epsilonGreedy } from './epsilon-greedy';
import { linUcb } from './lin-ucb';
import type { Bandit } from './port';
import { thompson } from './thompson';
import { uniformBandit } from './uniform';

/** Ways to choose a variant for every visit. */
export const banditRegistry = new Registry<Bandit>('bandit', [uniformBandit, epsilonGreedy, thompson, linUcb]);
