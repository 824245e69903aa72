import { recommendInputSchema, recommendOutputSchema } from '../schemas/ranking';
import { procedure } from './base';

export const recommendContract = {
  list: procedure.route({ method: 'POST', path: '/recommend' }).input(recommendInputSchema).output(recommendOutputSchema),
};
