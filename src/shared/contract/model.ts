import { buildSettingsSchema, modelStatusSchema } from '../schemas/model';
import { procedure, startedJob } from './base';

export const modelContract = {
  status: procedure.route({ method: 'GET', path: '/model' }).output(modelStatusSchema),
  /** Embeddings, factors and index, for serving (all data) and for evaluation (training side of the default split). */
  build: procedure.route({ method: 'POST', path: '/model/build' }).input(buildSettingsSchema).output(startedJob),
};
