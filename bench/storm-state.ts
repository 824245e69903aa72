/** The contents of the storm's workspace, read back through the service. */
import type { WorkerPool } from '#service/jobs/worker-pool';
import { AnnSelection } from '#service/ann/ann-selection';
import { OpenWorkspace } from '#service/workspace/open-workspace';
import { checkWorkspace } from '#service/workspace/backup/check';
import { Workspace } from '#service/workspace/stored-workspace';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { buildSettingsSchema } from '#shared/schemas/model';

export interface Found {
  /** Interactions by user id. */
  readonly users: ReadonlyMap<string, number>;
  readonly interactions: number;
  readonly factors: number;
  /** The top ten of five users; empty while the models are not built. */
  readonly lists: string;
  /** Damage reported by `check` or on opening. */
  readonly damage: readonly string[];
}

const listedUsers = ['u01', 'u02', 'u17', 'u33', 'u60'];

/** Opens the workspace, reads all of it, and closes it. */
export async function look(folder: string, workers: WorkerPool): Promise<Found> {
  const open = new OpenWorkspace(await Workspace.open(folder), workers, new AnnSelection());
  try {
    const { users, interactions } = await open.dataset();
    const found = new Map<string, number>();
    for (const user of interactions.users) found.set(users.ids.ids[user] ?? '', (found.get(users.ids.ids[user] ?? '') ?? 0) + 1);
    const { findings } = await checkWorkspace(open.store);
    const damage = [...findings.map(({ file, reason }) => `${file}: ${reason}`), ...open.store.info.problems.map(describe)];
    const factors = (await open.models.settings()).factors.factorCount;
    const lists = (await open.models.isBuilt()) ? await listsOf(open) : ''; // after an import the models are not built yet
    return { users: found, interactions: interactions.count, factors, lists, damage };
  } finally {
    await open.close();
  }
}

const describe = ({ file, reason }: { file: string; reason: string }): string => `set aside ${file}: ${reason}`;

async function listsOf(open: OpenWorkspace): Promise<string> {
  const lists: string[] = [];
  for (const user of listedUsers) {
    const { items } = await open.lists.recommend({
      context: { user },
      limit: 10,
      exclude: [],
      side: 'serving',
      relevance: { rule: 'any' },
    } as never);
    lists.push(items.map(({ videoId }) => videoId).join(' '));
  }
  return lists.join(' | ');
}

/** Whether two readings show the same data, settings and lists. */
export const isSame = (a: Found, b: Found): boolean =>
  a.interactions === b.interactions &&
  a.factors === b.factors &&
  a.lists === b.lists &&
  a.users.size === b.users.size &&
  [...a.users].every(([user, times]) => b.users.get(user) === times);

/** A workspace with generated data and built models. */
export async function makeWorkspace(path: string, workers: WorkerPool, factorCount: number): Promise<void> {
  const workspace = new OpenWorkspace(await Workspace.create(path, 'Storm'), workers, new AnnSelection());
  await workspace.store.data.saveDataset(generateDataset({ users: 60, videos: 90, interactions: 1_500 }).dataset, 'generated');
  await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount } }));
  await workspace.close();
}
