import { trainingMatrix } from '#engine/dataset/training-matrix';
import { rowChanges } from '#engine/pipeline/growth/align-models';
import { latestTimestampMs } from '#engine/pipeline/training-view';
import { servingSide } from '#engine/pipeline/sides';
import { itemRow, userRow } from '#shared/ids';
import { RankLabError } from '#shared/errors';
import { factorAuditSchema, type FactorAudit } from '#shared/schemas/growth';
import { shareArrays } from '../jobs/shared-arrays';
import type { WorkerPool, WorkerRunOptions } from '../jobs/worker-pool';
import type { WorkspaceStore } from '../workspace/workspace-context';
import type { Models } from './models';

const stateKey = 'factor-audit';

interface AuditedWorkspace {
  readonly models: Models;
  readonly store: WorkspaceStore;
}

/**
 * Compares the served factors, including folded-in changes, with a full rebuild on the same data. Replaces nothing; requests continue. @throws
 * NOT_BUILT
 */
export async function auditServedFactors(
  { models, store }: AuditedWorkspace,
  workers: WorkerPool,
  context?: WorkerRunOptions,
): Promise<FactorAudit> {
  const serving = await models.serving();
  await serving.catchUp();
  const { view, hidden } = await serving.recommender();
  const [rows, settings] = [await models.trainedRows(), await models.settings()];
  const { dataset, factors, interactions } = view;
  if (!factors || !rows) throw new RankLabError('NOT_BUILT', 'The models have no factors to compare', { remedy: 'Build them first' });
  const positions = servingSide(dataset).positions.filter((position) => !hidden.has(dataset.interactions.items[position] ?? -1));
  const matrix = trainingMatrix(dataset, positions, settings.factors.values);
  const changes = rowChanges(dataset, rows);
  const present = (items: readonly number[]): number[] => items.filter((item) => !hidden.has(item));
  const { method, params } = settings.factors;
  const output = await workers.run(
    'audit-factors',
    {
      matrix: shareArrays(matrix),
      settings: {
        method,
        factorCount: factors.factorCount,
        seed: settings.seed,
        params,
        latestTimestampMs: latestTimestampMs(dataset, positions),
        inputFingerprint: dataset.fingerprint,
      },
      served: shareArrays({ factorCount: factors.factorCount, userFactors: factors.userFactors, itemFactors: factors.itemFactors }),
      groups: {
        'new-videos': present(changes.newItems),
        'edited-videos': present(changes.editedItems),
        'new-users': changes.newUsers,
        'changed-users': changes.changedUsers,
      },
      hidden: [...hidden],
    },
    context,
  );
  const audit: FactorAudit = {
    atMs: Date.now(),
    method,
    factorCount: factors.factorCount,
    removedVideos: hidden.size,
    groups: output.groups,
    worst: output.worst.map(({ kind, row, scoreCosine }) => ({
      kind,
      id: kind === 'video' ? dataset.items.ids.idOf(itemRow(row)) : dataset.users.ids.idOf(userRow(row)),
      title: kind === 'video' ? (dataset.items.titles[row] ?? '') : '',
      scoreCosine,
      interactions:
        kind === 'video' ? (view.itemUserCounts[row] ?? 0) : (interactions.offsets[row + 1] ?? 0) - (interactions.offsets[row] ?? 0),
    })),
  };
  await store.state.save(stateKey, audit);
  return audit;
}

/** The last measurement; null if there is none. */
export async function lastAudit({ store }: Pick<AuditedWorkspace, 'store'>): Promise<FactorAudit | null> {
  return factorAuditSchema.safeParse(await store.state.load(stateKey)).data ?? null;
}
