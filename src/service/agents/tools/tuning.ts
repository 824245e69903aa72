import { learnInputSchema } from '#shared/schemas/learn';
import { sweepInputSchema, type SweepOutput } from '#shared/schemas/sweep';
import { defineTool, jobResult } from '../tool';

export const sweepSettings = defineTool({
  name: 'sweep_settings',
  title: 'Try many settings of a variant',
  description:
    'Measures many settings of a variant (weights, diversity, half-lives, pool sizes …) on the validation part and gives the winner with its honest estimate, and the settings that no other one dominates. Does not touch the test part.',
  input: sweepInputSchema.shape,
  effect: 'reads',
  run: async (input, call) => {
    const { settings, winner, ...summary } = await jobResult<SweepOutput>(await call.client.tuning.sweep(input), call);
    const front = settings.filter(({ onFront }, place) => onFront && place !== winner);
    return { ...summary, measured: settings.length, start: settings[0], winner: settings[winner], front };
  },
});

export const learnWeights = defineTool({
  name: 'learn_weights',
  title: 'Learn the weights of a variant',
  description:
    'Learns the weights of a variant from the interactions of the training part, with an interval for each weight and the value on later interactions. Does not touch the test part.',
  input: learnInputSchema.shape,
  effect: 'reads',
  run: async (input, call) => jobResult(await call.client.tuning.learn(input), call),
});
