import { generateDataset } from '#engine/dataset/generators/synthetic';
import { WorkerPool } from '#service/jobs/worker-pool';
import { AnnSelection } from '#service/ann/ann-selection';
import { OpenWorkspace } from '#service/workspace/open-workspace';
import type { Workspace } from '#service/workspace/stored-workspace';
import { buildSettingsSchema } from '#shared/schemas/model';
import { generatorParamsSchema } from '#shared/schemas/dataset';

/** Runs `work` on a workspace with its models, and closes both. */
export async function withServing<Value>(store: Workspace, work: (workspace: OpenWorkspace) => Promise<Value>): Promise<Value> {
  const workers = new WorkerPool();
  const workspace = new OpenWorkspace(store, workers, new AnnSelection());
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
    await workers.close();
  }
}

/** Data and models, and a video and a user added after the build. */
export const prepareServing = (store: Workspace): Promise<void> =>
  withServing(store, async (workspace) => {
    await store.data.saveDataset(
      generateDataset(generatorParamsSchema.parse({ users: 30, videos: 40, interactions: 300 })).dataset,
      'first',
    );
    await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 4 } }), undefined, ['serving']);
    await workspace.addVideo({ videoId: 'later', title: 'Rye bread', description: '', tags: [], categories: ['Cooking'] });
    await workspace.logInteraction({ userId: 'newcomer', videoId: 'later', kind: 'view' });
  });

/** Refreshes the models while more data arrives. */
export async function refresh(workspace: OpenWorkspace, done: (what: string) => void): Promise<void> {
  await workspace.logInteraction({ userId: 'u01', videoId: 'later', kind: 'view' });
  done('logged');
  const refreshing = workspace.models.refresh().then(() => done('refreshed'));
  await workspace.addVideo({ videoId: 'meanwhile', title: 'Baguette', description: '', tags: [], categories: ['Cooking'] });
  done('added');
  await refreshing;
}
