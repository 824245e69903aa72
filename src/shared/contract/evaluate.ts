import { offPolicyInputSchema, offPolicyReportSchema } from '../schemas/off-policy';
import { evaluateTrecInputSchema, evaluateTrecOutputSchema } from '../schemas/evaluate-trec';
import { slatesInputSchema, slatesReportSchema, variantSlatesInputSchema } from '../schemas/off-policy-slates';
import { procedure, startedJob } from './base';

/** Measurements of what the caller sends; only `variantSlates` needs a workspace. */
export const evaluateContract = {
  offPolicy: procedure
    .route({
      method: 'POST',
      path: '/evaluate/off-policy',
      summary: 'Estimate the reward of another policy from logged decisions with known propensities',
    })
    .input(offPolicyInputSchema)
    .output(offPolicyReportSchema),
  slates: procedure
    .route({
      method: 'POST',
      path: '/evaluate/off-policy/slates',
      summary: 'Estimate the reward of lists under another policy from logged lists with known propensities',
    })
    .input(slatesInputSchema)
    .output(slatesReportSchema),
  /** As a job; its result is that of `slates`. */
  variantSlates: procedure
    .route({
      method: 'POST',
      path: '/evaluate/off-policy/variant',
      summary: 'Estimate the reward of a variant’s lists from logged lists with known propensities',
    })
    .input(variantSlatesInputSchema)
    .output(startedJob),
  trec: procedure
    .route({ method: 'POST', path: '/evaluate/trec', summary: 'Measure a TREC run against TREC judgements, as trec_eval does' })
    .input(evaluateTrecInputSchema)
    .output(evaluateTrecOutputSchema),
};
