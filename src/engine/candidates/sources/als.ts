import { z } from 'zod';
import { implicitAlsInTurns } from '../../core/linear-algebra/implicit-als';
import { ImplicitSolver } from '../../core/linear-algebra/implicit-solver';
import { fittedInteractions, forHeldOutUsers } from '../held-out-users';
import { latentSource } from '../latent-source';
import { silentSource, type CandidateSource } from '../port';

const params = z.strictObject({
  factorCount: z.int().min(1).max(1000).default(50).describe('Latent factors'),
  iterations: z.int().min(1).max(500).default(15).describe('Alternations between users and videos'),
  regularization: z.number().min(0).max(1e6).default(0.1).describe('λ: pulls every vector towards zero'),
  confidence: z.number().positive().max(1e6).default(20).describe('α: an interaction counts 1 + α times its absence'),
});

/** Implicit-feedback ALS (Hu, Koren & Volinsky 2008), fitted only for this source. */
export const als: CandidateSource<z.infer<typeof params>> = {
  id: 'als',
  label: 'Implicit ALS',
  description: 'Weighted matrix factorisation of implicit feedback',
  params,
  needs: [],
  isBaseline: true,
  async prepare(view, settings, context) {
    const interactions = fittedInteractions(view);
    if (interactions.indices.length === 0) return silentSource;
    const { users, items } = await implicitAlsInTurns(interactions, { ...settings, seed: view.seed }, context);
    const solver = new ImplicitSolver(settings.factorCount, settings.regularization, settings.confidence);
    solver.fix(items);
    forHeldOutUsers(view, (user, rows, values) => {
      const vector = users.subarray(user * settings.factorCount, (user + 1) * settings.factorCount);
      solver.solve(rows, values, vector, settings.factorCount);
    });
    return latentSource(view, { users: Float32Array.from(users), items: Float32Array.from(items), width: settings.factorCount });
  },
};
