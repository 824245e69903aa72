import { metricRegistry } from '#engine/evaluate/metrics/registry';
import { withDistinctNames } from '#shared/distinct-names';
import { resolveChoices } from '#engine/pipeline/multiverse/resolve';
import { runMultiverse } from '#engine/pipeline/multiverse/run-multiverse';
import { metricName, type Setting } from '#engine/pipeline/multiverse/setting';
import { refuseMany, Specifications } from '#engine/pipeline/multiverse/specifications';
import { summarise } from '#engine/pipeline/multiverse/summary';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { BuildSettings } from '#shared/schemas/model';
import type { MultiverseInput, MultiversePlan, MultiverseResult } from '#shared/schemas/multiverse';
import { sharedThread } from '../jobs/shared-thread';
import { buildSettingsFor } from './build-settings';
import type { EvaluationCaches } from './evaluation-caches';
import { configurationKey } from './configuration-key';
import { recordLook, type Looks } from './looks';
import { refuseUnknown } from './refuse-unknown';
import { exactTestPart, testPartOf } from './test-part';
import type { Models } from '../models/models';
import type { WorkspaceContext } from '../workspace/workspace-context';

interface Prepared {
  readonly specifications: Specifications;
  readonly metric: string;
  readonly settings: BuildSettings;
}

/** A comparison repeated under every combination of its choices. */
export class Multiverse {
  constructor(
    private readonly workspace: WorkspaceContext,
    private readonly models: Models,
    private readonly caches: EvaluationCaches,
  ) {}

  /** What would be measured; nothing is fitted. @throws INVALID_ARGUMENT */
  async plan(input: MultiverseInput): Promise<MultiversePlan> {
    const { specifications, metric } = await this.#prepare(input);
    const { choices, total, splits } = specifications;
    const { limit, sample } = input;
    return { metric, choices, total, measured: Math.min(total, sample ?? total), limit, splits };
  }

  /** As `plan`, before work that would be in vain. @throws TOO_LARGE where `run` would */
  async requirePlan(input: MultiverseInput): Promise<MultiversePlan> {
    const plan = await this.plan(input);
    refuseMany(plan);
    return plan;
  }

  /**
   * Counts as a look at every test part. @param looks where they are kept for data that came as files; left out: in the workspace.
   * @throws INVALID_ARGUMENT, TOO_LARGE, LEAKAGE, CANCELLED
   */
  async run(input: MultiverseInput, context?: TaskContext, looks?: Looks): Promise<MultiverseResult> {
    const { specifications, metric, settings } = await this.#prepare(input);
    const { choices, total, base } = specifications;
    const indices = specifications.chosen({ ...input, seed: base.config.seed });
    const dataset = await this.workspace.dataset();
    const measured = await runMultiverse(
      specifications,
      indices,
      {
        limitBytes: this.caches.budgetBytes(),
        fit: (config, values, task) => this.caches.fit(config, { ...settings, factors: { ...settings.factors, values } }, task),
        noteLook: (side, config, tests) => {
          const part = looks ? exactTestPart(side) : testPartOf(side, config, dataset);
          recordLook(looks ?? { ledger: this.workspace.store.ledger, shown: true }, part, configurationKey(config), tests);
        },
      },
      sharedThread(context),
    );
    const [baseline = '', ...others] = base.config.variants.map(({ name }) => name);
    return {
      format: 'ranklab-multiverse',
      version: 1,
      metric,
      direction: metricRegistry.get(base.metric.id).direction,
      baseline,
      choices,
      total,
      sampled: indices.length < total,
      seed: base.config.seed,
      datasetFingerprint: dataset.fingerprint,
      labels: measured.labels,
      summaries: others.map((_, v) => summarise(measured.specifications, choices, v)),
      specifications: measured.specifications,
    };
  }

  async #prepare(input: MultiverseInput): Promise<Prepared> {
    const { config, choices } = input;
    const metric = input.metric ?? config.metrics[0] ?? '';
    if (config.variants.length < 2) {
      throw new RankLabError('INVALID_ARGUMENT', 'A multiverse compares at least two variants', {
        place: 'variants',
        remedy: 'Give the baseline and at least one other variant',
      });
    }
    refuseUnknown({ ...config, metrics: [metric] });
    const settings = await buildSettingsFor(this.models, config, input.models);
    const { countLooks: _countLooks, ...statistics } = config.statistics;
    const base: Setting = {
      config: {
        ...config,
        metrics: [metric],
        statistics,
        variants: withDistinctNames(config.variants),
        factorCount: settings.factors.factorCount,
      },
      trainValues: settings.factors.values,
      metric: metricName(metric),
    };
    const resolved = resolveChoices(choices, base, await this.workspace.dataset());
    return { specifications: new Specifications(base, resolved), metric, settings };
  }
}
