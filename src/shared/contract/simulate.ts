import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { banditsInputSchema } from '../schemas/bandits';
import { offPolicyTruthInputSchema } from '../schemas/off-policy-truth';
import { interleavingInputSchema } from '../schemas/interleaving';
import { abTestEventSchema, abTestInputSchema, simulateChoicesSchema } from '../schemas/simulate';
import { procedure, startedJob } from './base';

/** Experiments on simulated users whose truth is known. They show no metric of the test part, so they are no look at it. */
export const simulateContract = {
  choices: procedure
    .route({ method: 'GET', path: '/simulate/choices', summary: 'Click models, outcomes, and whether users have a stored truth' })
    .output(simulateChoicesSchema),
  /** As a job; its result is what a test needs, before it starts. */
  abTestPlan: procedure
    .route({ method: 'POST', path: '/simulate/ab-test/plan', summary: 'Sample size, duration and smallest lift found of an A/B test' })
    .input(abTestInputSchema)
    .output(startedJob),
  /** As a job; its result has the plan, the time course and every rule’s decision. */
  abTest: procedure
    .route({ method: 'POST', path: '/simulate/ab-test', summary: 'Run an A/B test on simulated users' })
    .input(abTestInputSchema)
    .output(startedJob),
  /** The plan, then the time course while it is computed, until the job ends. */
  abTestPoints: procedure
    .route({ method: 'GET', path: '/simulate/ab-test/{jobId}/points', summary: 'The time course of an A/B test while it is computed' })
    .input(z.object({ jobId: z.string() }))
    .output(eventIterator(abTestEventSchema)),
  /** As a job; its result has the preferences, and how many users every method needs, an A/B test among them. */
  interleaving: procedure
    .route({ method: 'POST', path: '/simulate/interleaving', summary: 'Compare variants within one list on simulated users' })
    .input(interleavingInputSchema)
    .output(startedJob),
  /** As a job; its result has bias, error and coverage of every estimator. */
  offPolicy: procedure
    .route({ method: 'POST', path: '/simulate/off-policy', summary: 'How far off-policy estimates are from the truth of simulated users' })
    .input(offPolicyTruthInputSchema)
    .output(startedJob),
  /** As a job; its result has every bandit’s regret against the truth. */
  bandits: procedure
    .route({ method: 'POST', path: '/simulate/bandits', summary: 'Let bandits choose among variants on simulated users' })
    .input(banditsInputSchema)
    .output(startedJob),
};
