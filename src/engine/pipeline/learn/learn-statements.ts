import { plural } from '#shared/counts';
import type { LearnInput, LearnResult } from '#shared/schemas/learn';

/** What the numbers mean, in sentences for every place they are shown. */
export function learnStatements(output: Omit<LearnResult, 'statements'>, { exposure, signals, variant }: LearnInput): string[] {
  const { metric, start, naive, honest, verdict, usersWithPairs, userCount, pairCount } = output;
  const noise = output.signals.filter(({ distinguishable }) => distinguishable === false).map(({ id }) => id);
  const dropped = Object.keys(variant.weights).filter(
    (id) => variant.weights[id] !== 0 && !output.signals.some((learnt) => learnt.id === id),
  );
  return [
    verdict === 'better'
      ? `Learnt weights are better: ${metric} ${honest.toFixed(4)} against ${start.toFixed(4)}, each user measured by weights learnt from other users`
      : `Nothing better than the starting weights was found: ${metric} ${honest.toFixed(4)} against ${start.toFixed(4)}`,
    `On the users they were learnt from, the weights reach ${naive.toFixed(4)}: ${Math.abs(naive - honest).toFixed(4)} of it is optimism`,
    `${plural(pairCount, 'pair')} of ${usersWithPairs} of ${plural(userCount, 'user')} with validation interactions`,
    ...(noise.length > 0 ? [`Not distinguishable from 0: ${noise.join(', ')}`] : []),
    ...(dropped.length > 0
      ? [`Weight 0 because ${signals.length > 0 ? 'not chosen' : 'equal for all candidates of every user'}: ${dropped.join(', ')}`]
      : []),
    ...(exposure ? [`Pairs weighed by 1 / propensity from column “${exposure.column}”, at least ${exposure.leastPropensity}`] : []),
    'Learnt on the validation part; the test part is not used',
  ];
}
