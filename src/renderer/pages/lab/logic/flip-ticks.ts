import type { FlipsOutput } from '#shared/schemas/explanation';
import type { Variant } from '#shared/schemas/variant';
import { formatWeight } from '../../../logic/format';
import { weightOf } from '../../../logic/variant-diff';

export interface FlipTick {
  /** The weight at which the two are level. */
  readonly value: number;
  /** Weights just below and just above, between which the two change places and nobody else does. */
  readonly below: number;
  readonly above: number;
  readonly label: string;
}

/** Nearest to the present weight first matters most; a track has room for this many. */
const PER_SIGNAL = 8;
/** Weights are shown to four places, so a jump lands on one of them where there is room. */
const STEPS = 10_000;

/** Ticks for the slider tracks: each names who overtakes whom when the weight crosses it, seen from where it stands. */
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

/** Where a jump across a tick lands: on the side where the weight is not. */
export const acrossTick = ({ value, below, above }: FlipTick, weight: number): number => (weight <= value ? above : below);

/** The nearest weight of four places past a flip; when the next flip is nearer than that, half-way to it. */
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
