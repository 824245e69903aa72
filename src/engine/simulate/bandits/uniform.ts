import { noParams } from '../../core/registry';
import type { Bandit } from './port';

/** Every variant equally often, for comparison: what an A/B test costs while it runs. */
export const uniformBandit: Bandit = {
  id: 'uniform',
  label: 'Equal shares',
  description: 'Every variant equally often, as in an A/B test: learns nothing.',
  params: noParams,
  create: (_params, variants) => ({ choose: (_context, rng) => rng.int(variants), learn: () => undefined }),
};
