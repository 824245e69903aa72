import { RankLabError } from '#shared/errors';
import type { SweepInput } from '#shared/schemas/sweep';
import type { Variant } from '#shared/schemas/variant';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import { restrictQrels } from '../../evaluate/judgements/restrict-qrels';
import type { Cancellation, TaskContext } from '../../ports';
import { EvaluationBench } from '../evaluation-bench';
import { brokenGuards } from './guards';
import {
  evaluateSetting,
  summarise,
  type MeasuredSetting,
  type MetricValue,
  type SettingEvaluation,
  type SettingMeasurer,
} from './measure-setting';
import { objectivesOf } from './objectives';
import { valuesAt, withValues, type SweepValues } from './parameters';
import { bestByFronts } from './pareto';
import { sweepSearches } from './search/registry';
import type { Judged } from './search/port';

export interface Tried {
  readonly values: SweepValues;
  readonly variant: Variant;
  readonly setting: MeasuredSetting;
}

/** Where measured settings are kept, so that an interrupted sweep goes on. */
export interface SettingStore {
  /** Settings measured before an interruption. */
  readonly known?: ReadonlyMap<string, MeasuredSetting>;
  measured?(key: string, setting: MeasuredSetting): void;
  /** Ends the sweep with the best so far. */
  readonly stop?: Cancellation;
}

/** One user in so many is measured first when halving. */
const firstShare = 4;

const nobodyEarlier = (folds: number): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `Before the last of ${folds} folds the validation part has no users to search on`, {
    place: 'folds',
    value: String(folds),
    remedy: 'Choose fewer folds, a larger validation part, or a search without halving',
  });

interface Round {
  /** Distinguishes the settings of this round where they are kept. */
  readonly name: string;
  readonly measurer: SettingMeasurer;
  readonly start: SettingEvaluation;
  readonly context: TaskContext;
}

/** Settings of one sweep: measures each once, and reads what was measured before an interruption. */
export class SettingTrials {
  #resumed = new Set<string>();
  /** Whether it ended on request, before every setting was tried. */
  stoppedEarly = false;

  constructor(
    private readonly input: SweepInput,
    private readonly objectives: readonly MetricSpec[],
    private readonly store: SettingStore,
  ) {}

  /** Settings read instead of measured. */
  get resumed(): number {
    return this.#resumed.size;
  }

  /** As many settings as asked for, those that the search proposes. Equal settings are listed once. */
  async search(round: Round, guide: (setting: MeasuredSetting) => readonly MetricValue[]): Promise<Tried[]> {
    const { parameters, settings: count, seed, variant } = this.input;
    const search = sweepSearches.get(this.input.search, 'search').create({ parameters, count, seed });
    const before = guide(summarise(round.start, round.start));
    const judged: Judged[] = [];
    const tried = new Map<string, Tried>();
    while (judged.length < count && !this.#stops()) {
      const point = search.next(judged);
      const values = valuesAt(parameters, point);
      const key = JSON.stringify(values);
      const one = tried.get(key) ?? (await this.#try(round, values, withValues(variant, values)));
      tried.set(key, one);
      const reached = guide(one.setting);
      judged.push({
        point,
        objectives: objectivesOf(reached, this.objectives),
        isBroken: brokenGuards(this.input, reached, before).length > 0,
      });
      round.context.report?.(judged.length / count, `${judged.length} of ${count} settings${round.name && `, ${round.name}`}`);
      await round.context.yieldToEventLoop?.();
    }
    return [...tried.values()];
  }

  /**
   * The search on one user in four, judged by the interactions before the step; then the better half of its settings on all users, without those
   * that break a guard on the quarter. Where it is stopped during the first round, the best of that.
   * @throws INVALID_ARGUMENT where no user has interactions before the step
   */
  async halve(round: Round): Promise<Tried[]> {
    const { measurer, context } = round;
    const [{ earlier }] = measurer.steps;
    const users = earlier.users.filter((_, u) => u % firstShare === 0);
    if (users.length === 0) throw nobodyEarlier(this.input.folds);
    const { view, limitBytes } = measurer.bench;
    const bench = new EvaluationBench(view, restrictQrels(earlier, users), limitBytes);
    const small = { ...measurer, bench, steps: [] };
    const start = await evaluateSetting(small, this.input.variant);
    const first = { name: 'a quarter of the users', measurer: small, start, context: subtask(context, 0, 0.35) };
    const reached = ({ metrics }: MeasuredSetting): readonly MetricValue[] => metrics;
    const all = await this.search(first, reached);
    const before = summarise(start, start).metrics;
    const allowed = all.filter(({ setting }) => brokenGuards(this.input, setting.metrics, before).length === 0);
    const points = allowed.map(({ setting }) => objectivesOf(setting.metrics, this.objectives));
    const keep = this.stoppedEarly ? 1 : Math.ceil(all.length / 2);
    const kept = bestByFronts(points, keep).sort((a, b) => a - b);
    const tried: Tried[] = [];
    for (const i of kept) {
      if (tried.length > 0 && this.#stops()) break;
      tried.push(await this.#try({ ...round, name: '' }, allowed[i].values, allowed[i].variant));
      context.report?.(0.35 + (0.65 * tried.length) / kept.length, `${tried.length} of ${kept.length} settings`);
      await context.yieldToEventLoop?.();
    }
    return tried;
  }

  #stops(): boolean {
    const stops = this.store.stop?.aborted === true;
    this.stoppedEarly ||= stops;
    return stops;
  }

  async #try({ name, measurer, start, context }: Round, values: SweepValues, variant: Variant): Promise<Tried> {
    throwIfCancelled(context);
    const key = `${name}${JSON.stringify(values)}`;
    const known = this.store.known?.get(key);
    const setting = known ?? summarise(await evaluateSetting(measurer, variant), start);
    if (known) this.#resumed.add(JSON.stringify(values));
    else this.store.measured?.(key, setting);
    return { values, variant, setting };
  }
}
