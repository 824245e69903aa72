import type { FlipsOutput } from '#shared/schemas/explanation';
import type { Variant } from '#shared/schemas/variant';
import { formatWeight } from '../../../logic/format';
import { weightOf } from '../../../logic/variant-diff';

export interface FlipTick {
  /** The weight at which both scores are equal. */
  readonly value: number;
  /** Weights just below and above, between which only these two swap. */
  readonly below: number;
  readonly above: number;
  readonly label: string;
}

/** Maximum number of ticks on a track; the nearest to the current weight are kept. */
const PER_SIGNAL = 8;
/** Weights have four decimals, so a jump lands on such a weight if possible. */
const STEPS = 10_000;

/** Ticks for the slider tracks: each names which video overtakes which when the weight crosses it from its current value. */
export function flipTicks(output: FlipsOutput | undefined, variant: Variant | undefined): Map<string, FlipTick[]> {
  if (!output || !variant || output.unavailableBecause !== null) return new Map();
  return new Map(
    output.signals.map(({ signal, flips }) => {
      const weight = weightOf(variant, signal);
      const weights = [...new Set(flips.map((flip) => flip.weight))].sort((a, b) => a - b);
      const nearest = [...flips].sort((a, b) => Math.abs(a.weight - weight) - Math.abs(b.weight - weight)).slice(0, PER_SIGNAL);
      const ticks = nearest
        .sort((a, b) => a.weight - b.weight)
        .map(({ weight: at, position, aheadBelow, aheadAbove }) => {
          const [winner, loser] = at >= weight ? [aheadAbove, aheadBelow] : [aheadBelow, aheadAbove];
          const verb = at >= weight ? 'raise' : 'lower';
          return {
            value: at,
            below: beyond(weights, at, -1),
            above: beyond(weights, at, 1),
            label: `${verb} to ${formatWeight(at)} and “${winner.title}” overtakes “${loser.title}” at ${position}`,
          };
        });
      return [signal, ticks];
    }),
  );
}

/** Target of a jump across a tick: the side opposite to the current weight. */
export const acrossTick = ({ value, below, above }: FlipTick, weight: number): number => (weight <= value ? above : below);

/** The nearest four-decimal weight past a flip, or half-way to the next flip if that is nearer. */
function beyond(weights: readonly number[], at: number, direction: 1 | -1): number {
  const place = weights.indexOf(at);
  const next = weights[place + direction];
  const rounded = direction > 0 ? Math.ceil(at * STEPS + 0.1) / STEPS : Math.floor(at * STEPS - 0.1) / STEPS;
  return next !== undefined && (next - rounded) * direction <= 0 ? (at + next) / 2 : rounded;
}

/** The tick nearest to a value within a reach; undefined when there is none. */
export function nearestTick<Tick extends { readonly value: number }>(
  ticks: readonly Tick[],
  value: number,
  reach: number,
): Tick | undefined {
  return ticks
    .filter((tick) => Math.abs(tick.value - value) <= reach)
    .sort((a, b) => Math.abs(a.value - value) - Math.abs(b.value - value))[0];
}

/** The next tick above (1) or below (−1) a value. */
export const tickBeside = <Tick extends { readonly value: number }>(
  ticks: readonly Tick[],
  value: number,
  direction: 1 | -1,
): Tick | undefined => (direction > 0 ? ticks.find((tick) => tick.value > value) : ticks.findLast((tick) => tick.value < value));
