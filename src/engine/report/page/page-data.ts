import { effects, effectUnit, forestExtent, type Effect } from '#shared/forest-scale';
import type { PlacedNote } from '#shared/schemas/number-note';
import { describeConventions } from '#shared/convention-differences';
import { finiteOrNull } from '../../core/finite';
import type { MetricComparison } from '../../model/evaluation';
import type { ExperimentReport, VariantReport } from '../../model/experiment-report';
import { gradeLookup } from '../entries';
import { comparisonNote } from '../metric-table';
import { placedNotes, stateText } from '../number-notes';

/** Lists of this many users, cut at this many positions, keep the page small enough to mail. */
const mostUsers = 50;
const mostPositions = 10;

/** Everything that the page shows, as its script reads it. Numbers without a value are null. */
export interface PageData {
  readonly names: readonly string[];
  readonly note: string;
  readonly labels: readonly string[];
  readonly notes: readonly PageNote[];
  readonly statements: readonly string[];
  readonly conventions: readonly (readonly [label: string, value: string])[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly metrics: readonly {
    readonly spec: string;
    /** By variant. */
    readonly values: readonly (number | null)[];
    readonly counts: readonly number[];
  }[];
  /** By variant but the first. */
  readonly challengers: readonly {
    readonly extents: Readonly<Record<Effect, number>>;
    readonly comparisons: readonly PageComparison[];
  }[];
  readonly userCount: number;
  readonly users: readonly {
    readonly id: string;
    /** By variant: titles, scores, and whether relevant in the test. */
    readonly lists: readonly (readonly (readonly [title: string, score: number | null, relevant: boolean])[])[];
  }[];
}

interface PageNote {
  readonly where: string;
  /** The number now, or what became of it. */
  readonly now: string;
  readonly text: string;
  /** Of a metric of all test users: its row, and the index of the variant; `difference`: the note is about the difference from the first. */
  readonly spec?: string;
  readonly variant?: number;
  readonly difference?: boolean;
}

interface PageComparison {
  readonly spec: string;
  readonly verdict: string;
  readonly reason: string;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Null where unbounded; both absent where there is nothing to test. */
  readonly corrected?: readonly [low: number | null, high: number | null];
  readonly level: number;
  readonly p: number | null;
  readonly adjusted: number | null;
  readonly test: string;
  readonly pairs: number;
  /** What one unit of each axis is. */
  readonly units: Readonly<Record<Effect, number | null>>;
}

const byEffect = <Value>(valueOf: (effect: Effect) => Value): Record<Effect, Value> =>
  Object.fromEntries(effects.map((effect) => [effect, valueOf(effect)])) as Record<Effect, Value>;

export function pageData(report: ExperimentReport): PageData {
  const { config, result, variants } = report;
  return {
    names: variants.map(({ name }) => name),
    note: comparisonNote(report),
    labels: report.labels,
    notes: placedNotes(report).map((note) => pageNote(note, report)),
    statements: result.statements.filter((statement) => !report.labels.includes(statement)),
    conventions: result.conventions ? describeConventions(result.conventions).map(([, label, value]) => [label, value]) : [],
    facts: [
      ['Test users', `${result.testUserCount} of ${result.userCount}`],
      ['Tests', `${result.familySize}, corrected by ${config.statistics.correction}`],
      ['Seed', String(config.seed)],
      ['Index', result.indexDescription],
      ['Data', result.datasetFingerprint.slice(0, 16)],
      ['Split', result.splitFingerprint.slice(0, 16)],
    ],
    metrics: (variants[0]?.evaluation.metrics ?? []).map(({ spec }, m) => ({
      spec,
      values: variants.map(({ evaluation }) => finiteOrNull(evaluation.metrics[m]?.value)),
      counts: variants.map(({ evaluation }) => evaluation.metrics[m]?.evaluatedCount ?? 0),
    })),
    challengers: variants.slice(1).map(({ comparisons }) => {
      const shown = comparisons.map(pageComparison);
      return {
        extents: byEffect((effect) =>
          forestExtent(
            shown.map((one) => rowOf(one, effect)),
            effect,
          ),
        ),
        comparisons: shown,
      };
    }),
    userCount: variants[0]?.run.users.length ?? 0,
    users: usersOf(report),
  };
}

function pageNote(note: PlacedNote, { variants }: ExperimentReport): PageNote {
  const { where, text, place } = note;
  const shown = { where, now: stateText(note), text };
  if (place.kind !== 'metric' || place.segment) return shown;
  const variant = variants.findIndex(({ name }) => name === place.variant);
  return { ...shown, spec: place.metric, variant, difference: place.baseline !== null };
}

const rowOf = ({ difference, low, high, corrected, units }: PageComparison, effect: Effect) => ({
  difference,
  low: corrected ? (corrected[0] ?? -Infinity) : low,
  high: corrected ? (corrected[1] ?? Infinity) : high,
  unit: units[effect],
});

function pageComparison(comparison: MetricComparison): PageComparison {
  const { spec, verdict, reason, difference, interval, correctedInterval: corrected, pValue, adjustedPValue, test, pairCount } = comparison;
  return {
    ...{ spec, verdict, reason, test, pairs: pairCount, level: interval.level },
    difference: finiteOrNull(difference),
    low: finiteOrNull(interval.low),
    high: finiteOrNull(interval.high),
    ...(corrected && { corrected: [finiteOrNull(corrected.low), finiteOrNull(corrected.high)] as const }),
    p: finiteOrNull(pValue),
    adjusted: finiteOrNull(adjustedPValue),
    units: byEffect((effect) => effectUnit(comparison, effect)),
  };
}

/** The first users with a relevant video in some list: there the lists can be told apart by more than taste. */
function usersOf({ variants, qrels, userIds, itemIds, itemTitles }: ExperimentReport): PageData['users'] {
  const gradeOf = gradeLookup(qrels);
  const users: PageData['users'][number][] = [];
  const first = variants[0]?.run.users ?? new Int32Array(0);
  for (let u = 0; u < first.length && users.length < mostUsers; u++) {
    const user = first[u];
    const lists = variants.map((variant) => listOf(variant, user, (item) => [itemTitles[item] || itemIds[item], gradeOf(user, item) > 0]));
    if (lists.some((list) => list.some(([, , relevant]) => relevant))) users.push({ id: userIds[user], lists });
  }
  return users;
}

function listOf(
  { run }: VariantReport,
  user: number,
  describe: (item: number) => [title: string, relevant: boolean],
): [string, number | null, boolean][] {
  const u = run.users.indexOf(user);
  if (u < 0) return [];
  return Array.from({ length: Math.min(run.counts[u], mostPositions) }, (_, i) => {
    const slot = u * run.length + i;
    const [title, relevant] = describe(run.items[slot]);
    return [title, finiteOrNull(run.scores[slot]), relevant];
  });
}
