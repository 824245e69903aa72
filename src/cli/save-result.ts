import type { ReportFile } from '#engine/report/report-format';
import type { OpenWorkspace } from '#service/workspace/open-workspace';
import type { ExperimentConfig, ExperimentResult } from '#shared/schemas/experiment';

/** Saves a run in the workspace under a name. @returns its `.ranklab` file, which “gate” holds against. */
export async function saveResult(
  { store, resultFiles }: Pick<OpenWorkspace, 'store' | 'resultFiles'>,
  name: string,
  config: ExperimentConfig,
  result: ExperimentResult,
): Promise<ReportFile> {
  const id = await store.experiments.save({ name, notes: '', createdAtMs: Date.now(), config, result });
  return { ...(await resultFiles.write(id)), mediaType: 'application/json' };
}
