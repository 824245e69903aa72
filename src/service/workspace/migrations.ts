import { join } from 'node:path';
import { RankLabError } from '#shared/errors';
import { Database } from '../storage/tables/database';
import { setMeta } from '../storage/tables/dataset-schema';
import type { FileOperations } from '../storage/files/file-operations';
import { guarded } from '../storage/files/storage-error';
import { currentSchemaVersion, writeManifest, type WorkspaceManifest } from './workspace-manifest';
import { workspaceFiles } from '../storage/files/workspace-paths';
import type { DuckDBConnection } from '@duckdb/node-api';

/** Migrates the tables from layout `from` to `from + 1`, in the caller's transaction. */
interface Migration {
  readonly from: number;
  apply(connection: DuckDBConnection): Promise<void>;
}

/** Layout 1 is the first: nothing to do yet. */
const migrations: readonly Migration[] = [];

export interface MigrationPlan {
  readonly target: number;
  readonly steps: readonly Migration[];
}
export const currentPlan: MigrationPlan = { target: currentSchemaVersion, steps: migrations };

/**
 * Brings an older workspace to the current layout: first a backup (complete or absent), then all steps and the new number in
 * one transaction, then workspace.json. If the process is killed, the next opening restarts or finishes the migration.
 */
export async function migrate(
  files: FileOperations,
  folder: string,
  manifest: WorkspaceManifest,
  plan: MigrationPlan = currentPlan,
): Promise<WorkspaceManifest> {
  if (manifest.schemaVersion >= plan.target) return manifest;
  const databasePath = join(folder, workspaceFiles.database);
  if (await files.stat(databasePath)) {
    await backUp(files, folder, manifest.schemaVersion);
    const database = new Database(databasePath, files, []);
    try {
      await database.transaction(`bring the workspace to layout ${plan.target}`, async (connection) => {
        const found = (await connection.runAndReadAll(`select value from meta where key = 'schema-version'`)).getRows()[0]?.[0];
        const stored = typeof found === 'string' ? Number(found) : manifest.schemaVersion;
        for (let version = stored; version < plan.target; version++) {
          await files.reached('migrate', `layout ${version + 1}`);
          await stepFrom(plan, version).apply(connection);
        }
        await setMeta(connection, { 'schema-version': String(plan.target) });
      });
    } finally {
      await database.close();
    }
  }
  const migrated = { ...manifest, schemaVersion: plan.target };
  await writeManifest(files, folder, migrated);
  return migrated;
}

/** Copies what the migration touches to backups/layout-<n>; an incomplete copy has another name and is repeated. */
async function backUp(files: FileOperations, folder: string, version: number): Promise<void> {
  const target = join(folder, workspaceFiles.backups, `layout-${version}`);
  if (await files.stat(target)) return;
  const unfinished = `${target}.unfinished`;
  await guarded('back up the workspace', target, async () => {
    await files.removeFolder(unfinished);
    await files.makeFolder(unfinished);
    await files.reached('backup', target);
    for (const name of [workspaceFiles.manifest, workspaceFiles.database, `${workspaceFiles.database}.wal`]) {
      if (await files.stat(join(folder, name))) await copyDurably(files, join(folder, name), join(unfinished, name));
    }
    await files.syncFolder(unfinished);
    await files.reached('rename', target);
    await files.rename(unfinished, target);
    await files.syncFolder(join(folder, workspaceFiles.backups));
  });
}

async function copyDurably(files: FileOperations, from: string, to: string): Promise<void> {
  await files.copyFile(from, to);
  const copy = await files.open(to, 'append');
  try {
    await copy.sync();
  } finally {
    await copy.close();
  }
}

function stepFrom(plan: MigrationPlan, version: number): Migration {
  const step = plan.steps.find(({ from }) => from === version);
  if (step) return step;
  throw new RankLabError('WORKSPACE_VERSION', `No migration from layout ${version} to ${version + 1}`, {
    remedy: 'Open the workspace with an intermediate RankLab version first.',
  });
}
