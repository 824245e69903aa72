import { RankLabError } from '#shared/errors';
import { effectiveSampleSize } from '../effective-sample-size';
import { withUncertainty } from '../intervals';
import { isTooFewDecisions, refusedEstimate, tooFewText, type OffPolicyEstimate } from '../refusal';
import type { SlateColumns } from './estimators/port';
import { slateEstimators } from './estimators/registry';
import { supportOf, type PositionSupport } from './position-support';
import { slateLogOf, type SlateLog, type SlateRows } from './slate-log';

export interface SlateOptions {
  /** Of the intervals; default 0.95. */
  readonly confidence?: number;
  /** Default 2,000, fewer where lists × samples passes 3e8; 0 leaves the bootstrap out. */
  readonly bootstrapSamples?: number;
  readonly seed?: number;
  /** Returns estimates without enough support, with a warning instead of a refusal. */
  readonly acceptFewDecisions?: boolean;
}

/** The reward of a whole list under the target. */
export interface SlateReport {
  /** By id of the registry; those that need a reward model are missing without one. */
  readonly estimates: Readonly<Record<string, OffPolicyEstimate>>;
  readonly slateCount: number;
  /** Mean reward of the logged lists. */
  readonly loggedReward: number;
  /** Top position first. */
  readonly positions: readonly PositionSupport[];
  /** Names of estimates without enough support: refused, unless few decisions are accepted. */
  readonly unsupported: string[];
  readonly warnings: string[];
  readonly conventions: {
    readonly version: 1;
    readonly confidence: number;
    readonly bootstrapSamples: number;
    readonly seed: number;
    readonly acceptFewDecisions: boolean;
  };
}

/** So much of the target's probability may lie, beyond four standard errors, on lists that the log cannot have. */
const MAX_UNSUPPORTED = 0.1;

/**
 * Estimates the mean reward of lists under a target policy from logged lists with propensities per position. An estimate is refused where too few
 * lists determine it (as for single decisions; for reward interaction and doubly robust by the harmonic mean over positions), and every
 * estimate where more than a tenth of the target's probability lies on lists that the log cannot have, unless `acceptFewDecisions`.
 * @throws INVALID_ARGUMENT without usable propensities, with a deterministic logger, or when every estimate is refused.
 */
export function evaluateSlates(rows: SlateRows, options: SlateOptions = {}): SlateReport {
  const { confidence = 0.95, bootstrapSamples = 2000, seed = 42, acceptFewDecisions = false } = options;
  const log = slateLogOf(rows);
  const { slateCount } = log;
  const positions = supportOf(log);
  if (positions[0].largestWeight === 0)
    throw new RankLabError('INVALID_ARGUMENT', 'The target never shows a logged video at the top: nothing overlaps', {
      place: 'targetProbabilities',
      remedy,
    });
  const gap = unsupportedText(positions);
  const columns = columnsOf(log);
  const present = slateEstimators.list().flatMap(({ id, weighsWholeLists, estimator }) => {
    const made = estimator(columns);
    return made ? [{ id, weighsWholeLists, made }] : [];
  });
  const uncertain = withUncertainty(
    present.map(({ made }) => made),
    slateCount,
    { confidence, bootstrapSamples, seed },
  );
  const refused: string[] = [];
  const unsupported: string[] = [];
  const estimates: Record<string, OffPolicyEstimate> = {};
  present.forEach(({ id, weighsWholeLists }, e) => {
    const effective = weighsWholeLists ? effectiveSampleSize(columns.listWeights) : harmonicMean(positions);
    const reason = gap ?? reasonOf(effective, slateCount);
    if (reason !== undefined) {
      refused.push(reason);
      unsupported.push(id);
    }
    estimates[id] =
      reason !== undefined && !acceptFewDecisions
        ? refusedEstimate(effective, reason)
        : { ...uncertain[e], effectiveSampleSize: effective };
  });
  if (refused.length === present.length && !acceptFewDecisions)
    throw new RankLabError('INVALID_ARGUMENT', `Refused: ${refused[refused.length - 1]}`, { place: 'targetProbabilities', remedy });
  return {
    estimates,
    slateCount,
    loggedReward: log.rewards.reduce((sum, reward) => sum + reward, 0) / slateCount,
    positions,
    unsupported,
    warnings: warningsFor(positions, [...new Set(refused)]),
    conventions: { version: 1, confidence, bootstrapSamples, seed, acceptFewDecisions },
  };
}

function columnsOf(log: SlateLog): SlateColumns {
  const { slateCount, offsets, rewards, cascadeWeights } = log;
  const listWeights = Float64Array.from({ length: slateCount }, (_, s) => cascadeWeights[offsets[s + 1] - 1]);
  const weightedLists = listWeights.map(
    (weight, s) => weight * rewards.subarray(offsets[s], offsets[s + 1]).reduce((sum, one) => sum + one, 0),
  );
  return { log, listWeights, weightedLists };
}

const remedy =
  'Log with more exploration, evaluate a target closer to the logged policy (a higher temperature), shorten the lists, or accept few decisions explicitly';

const reasonOf = (effective: number, count: number): string | undefined => {
  if (effective === 0) return 'The target has no probability for any logged list as a whole';
  return isTooFewDecisions(effective, count) ? tooFewText(effective, count, 'lists') : undefined;
};

/** Of the effective sample sizes: variances at the positions add up, and each is in inverse proportion to its size. */
function harmonicMean(positions: readonly PositionSupport[]): number {
  const sum = positions.reduce((total, { effectiveSampleSize: size }) => total + 1 / size, 0);
  return positions.length / sum;
}

/** Importance weights average 1 where the log can show whatever the target shows; what is missing was never shown. */
function unsupportedText(positions: readonly PositionSupport[]): string | undefined {
  for (const { position, meanWeight, standardError } of positions) {
    const missing = 1 - meanWeight - 4 * standardError;
    if (missing > MAX_UNSUPPORTED)
      return `at least ${(100 * missing).toFixed(0)}% of the target’s lists down to position ${position} are lists that the logging policy does not show`;
  }
  return undefined;
}

function warningsFor(positions: readonly PositionSupport[], refused: readonly string[]): string[] {
  const warnings = refused.map((reason) => `Without support: ${reason}`);
  for (const { position, meanWeight, standardError, slates } of positions) {
    if (slates > 1 && Math.abs(meanWeight - 1) > 4 * standardError) {
      warnings.push(`Weights down to position ${position} average ${meanWeight.toFixed(3)} instead of 1: propensities or overlap are off`);
      break;
    }
  }
  if (positions[0].slates < 2) warnings.push('One list has no spread: there are no standard errors');
  return warnings;
}
