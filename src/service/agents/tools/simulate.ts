import { banditsInputSchema, type BanditsOutput } from '#shared/schemas/bandits';
import { interleavingInputSchema, type InterleavingOutput } from '#shared/schemas/interleaving';
import { abTestInputSchema, type AbTestOutput } from '#shared/schemas/simulate';
import { defineTool, jobResult } from '../tool';

export const simulateAbTest = defineTool({
  name: 'simulate_ab_test',
  title: 'Run an A/B test on simulated users',
  description:
    'Plans and runs an A/B test of the second variant against the first on simulated users whose truth is known, and says what every stopping rule (one look, always-valid, O’Brien–Fleming, Pocock, naive) would have decided and when. Does not touch the test part.',
  input: abTestInputSchema.shape,
  effect: 'reads',
  run: async (input, call) => {
    const { points: _points, ...summary } = await jobResult<AbTestOutput>(await call.client.simulate.abTest(input), call);
    return summary;
  },
});

export const simulateInterleaving = defineTool({
  name: 'simulate_interleaving',
  title: 'Compare variants within one list on simulated users',
  description:
    'Interleaves the lists of variants for simulated users whose truth is known, and measures how many users each method and an A/B test need. Does not touch the test part.',
  input: interleavingInputSchema.shape,
  effect: 'reads',
  run: async (input, call) => {
    const { methods, ...summary } = await jobResult<InterleavingOutput>(await call.client.simulate.interleaving(input), call);
    return { ...summary, methods: methods.map(({ course: _course, ...method }) => method) };
  },
});

export const simulateBandits = defineTool({
  name: 'simulate_bandits',
  title: 'Let bandits choose among variants on simulated users',
  description:
    'Runs ε-greedy, Thompson sampling and LinUCB over variants on simulated users whose truth is known, with their regret. Does not touch the test part.',
  input: banditsInputSchema.shape,
  effect: 'reads',
  run: async (input, call) => {
    const { bandits, ...summary } = await jobResult<BanditsOutput>(await call.client.simulate.bandits(input), call);
    return { ...summary, bandits: bandits.map(({ points, ...bandit }) => ({ ...bandit, end: points.at(-1) })) };
  },
});
