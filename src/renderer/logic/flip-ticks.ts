import type { FlipsOutput } from '#shared/schemas/explanation';
import type { Variant } from '#shared/schemas/variant';
import { formatWeight } from './format';
import { weightOf } from './variant-diff';

export interface FlipTick {
  readonly value: number;
  readonly label: string;
}

/** Nearest to the present weight first matters most; a track has room for this many. */
const PER_SIGNAL = 8;

/** Ticks for the slider tracks: each names who overtakes whom when the weight crosses it, seen from where it stands. */
export function flipTicks(output: FlipsOutput | undefined, variant: Variant | undefined): Map<string, FlipTick[]> {
  if (!output || !variant || output.unavailableBecause !== null) return new Map();
  return new Map(
    output.signals.map(({ signal, flips }) => {
      const weight = weightOf(variant, signal);
      const nearest = [...flips].sort((a, b) => Math.abs(a.weight - weight) - Math.abs(b.weight - weight)).slice(0, PER_SIGNAL);
      const ticks = nearest
        .sort((a, b) => a.weight - b.weight)
        .map(({ weight: at, position, aheadBelow, aheadAbove }) => {
          const [winner, loser] = at >= weight ? [aheadAbove, aheadBelow] : [aheadBelow, aheadAbove];
          const verb = at >= weight ? 'raise' : 'lower';
          return { value: at, label: `${verb} to ${formatWeight(at)} and “${winner.title}” overtakes “${loser.title}” at ${position}` };
        });
      return [signal, ticks];
    }),
  );
}
