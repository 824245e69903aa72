import { join } from 'node:path';
import { Importer } from '../import/import-files';
import { ArtifactStore } from '../storage/files/artifact-store';
import type { FileOperations } from '../storage/files/file-operations';
import { SetAside } from '../storage/files/set-aside';
import { StateStore } from '../storage/files/state-store';
import { workspaceFiles } from '../storage/files/workspace-paths';
import { PeekingLedger } from '../storage/ledger/peeking-ledger';
import { DataStore } from '../storage/tables/data-store';
import { Database, type ReadOnlyAccess } from '../storage/tables/database';
import { createTables } from '../storage/tables/dataset-schema';
import { ExperimentStore } from '../storage/tables/experiment-store';

/** What the folder of a workspace holds, opened. */
export interface WorkspaceParts {
  readonly database: Database;
  readonly data: DataStore;
  readonly artifacts: ArtifactStore;
  readonly ledger: PeekingLedger;
  readonly experiments: ExperimentStore;
  /** Small JSON documents by key. */
  readonly state: StateStore;
  readonly importer: Importer;
  /** Damaged files and refused records. */
  readonly setAside: SetAside;
}

/** @param readOnly for a snapshot: looks and documents then last as long as the process. */
export async function openParts(files: FileOperations, folder: string, readOnly?: ReadOnlyAccess): Promise<WorkspaceParts> {
  const isKept = readOnly === undefined;
  const database = new Database(join(folder, workspaceFiles.database), files, createTables, readOnly);
  try {
    const setAside = await SetAside.open(files, folder);
    const data = await DataStore.open(files, database, folder, setAside);
    const artifacts = await ArtifactStore.open(files, join(folder, workspaceFiles.artifacts), !isKept);
    const stateFolder = join(folder, workspaceFiles.state);
    const ledger = await PeekingLedger.open(files, stateFolder, isKept);
    const experiments = new ExperimentStore(database, async () => (await files.stat(database.path)) !== undefined);
    const state = new StateStore(files, stateFolder, isKept);
    const importer = new Importer(files, folder, data, state);
    return { database, data, artifacts, ledger, experiments, state, importer, setAside };
  } catch (error) {
    await database.close();
    throw error;
  }
}
