import { offPolicyInputSchema, offPolicyReportSchema } from '../schemas/off-policy';
import { procedure } from './base';

/** Measurements of what the caller sends; no workspace is needed. */
export const evaluateContract = {
  offPolicy: procedure
    .route({
      method: 'POST',
      path: '/evaluate/off-policy',
      summary: 'What another policy would have earned on logged decisions with known propensities',
    })
    .input(offPolicyInputSchema)
    .output(offPolicyReportSchema),
};
