import { withDistinctNames } from '#shared/distinct-names';
import { requireSegmentations } from '#engine/evaluate/segments/segmentations';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';
import type { Models } from '../models/models';
import type { WorkspaceContext } from '../workspace/workspace-context';
import { buildSettingsFor } from './build-settings';
import type { EvaluationCaches } from './evaluation-caches';
import { withDefinitions } from './live-config';
import { refuseUnknown } from './refuse-unknown';

/** What comparisons are made from. */
export interface ComparisonParts {
  readonly workspace: WorkspaceContext;
  readonly models: Models;
  readonly caches: EvaluationCaches;
}

export interface PreparedComparison {
  /** Complete: definitions of signals, distinct names, the number of factors. */
  readonly config: ExperimentConfig;
  readonly settings: BuildSettings;
}

/** A configuration with everything that it leaves to the workspace. @throws INVALID_ARGUMENT before anything is fitted. */
export async function prepareComparison(
  { workspace, models }: ComparisonParts,
  given: ExperimentConfig,
  asked?: BuildSettings,
): Promise<PreparedComparison> {
  const requested = await withDefinitions(given, workspace.signals);
  refuseUnknown(requested);
  requireSegmentations(requested.segments, await workspace.dataset());
  const settings = await buildSettingsFor(models, requested, asked);
  const config = { ...requested, variants: withDistinctNames(requested.variants), factorCount: settings.factors.factorCount };
  return { config, settings };
}
