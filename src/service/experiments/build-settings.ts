import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';
import type { Models } from '../models/models';

/** The given models or else the workspace's, with this experiment's number of factors and seed. */
export async function buildSettingsFor(
  models: Models,
  config: ExperimentConfig,
  requestedSettings?: BuildSettings,
): Promise<BuildSettings> {
  const settings = requestedSettings ?? (await models.settings());
  return {
    ...settings,
    factors: { ...settings.factors, factorCount: config.factorCount ?? settings.factors.factorCount },
    seed: config.seed,
  };
}
