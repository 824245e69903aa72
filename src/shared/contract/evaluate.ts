import { offPolicyInputSchema, offPolicyReportSchema } from '../schemas/off-policy';
import { evaluateTrecInputSchema, evaluateTrecOutputSchema } from '../schemas/evaluate-trec';
import { procedure } from './base';

/** Measurements of what the caller sends; no workspace is needed. */
export const evaluateContract = {
  offPolicy: procedure
    .route({
      method: 'POST',
      path: '/evaluate/off-policy',
      summary: 'Estimate the reward of another policy from logged decisions with known propensities',
    })
    .input(offPolicyInputSchema)
    .output(offPolicyReportSchema),
  trec: procedure
    .route({ method: 'POST', path: '/evaluate/trec', summary: 'Measure a TREC run against TREC judgements, as trec_eval does' })
    .input(evaluateTrecInputSchema)
    .output(evaluateTrecOutputSchema),
};
