import { flipsInputSchema, flipsOutputSchema, whyNotInputSchema, whyNotOutputSchema } from '../schemas/explanation';
import { recommendInputSchema, recommendOutputSchema } from '../schemas/ranking';
import { procedure } from './base';

export const recommendContract = {
  list: procedure
    .route({ method: 'POST', path: '/lists', summary: 'Rank videos for a user, a text or a video, with contributions' })
    .input(recommendInputSchema)
    .output(recommendOutputSchema),
  /** Every weight at which the top of this list changes. */
  flips: procedure
    .route({ method: 'POST', path: '/recommend/flips', summary: 'At which weights positions of a list change' })
    .input(flipsInputSchema)
    .output(flipsOutputSchema),
  /** The stage that dropped a video from this list, and weight changes that bring it in. */
  whyNot: procedure
    .route({ method: 'POST', path: '/recommend/why-not', summary: 'Why a video is not in a list, and what would lift it in' })
    .input(whyNotInputSchema)
    .output(whyNotOutputSchema),
};
