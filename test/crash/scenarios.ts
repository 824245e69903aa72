import type { DuckDBConnection } from '@duckdb/node-api';
import type { ArtifactToWrite } from '#service/storage/files/artifact-store';
import type { Workspace } from '#service/workspace/stored-workspace';
import { sampleDataset } from '../storage/sample-dataset';

/** The child process's actions on a workspace, and the states that a crash may leave. */
interface ScenarioTools {
  readonly source: string;
  /** Call once a write has been acknowledged. */
  done(what: string): void;
  artifacts(version: number): ArtifactToWrite[];
}

export const artifactsOf = (version: number): ArtifactToWrite[] =>
  ['factors', 'index'].map((kind) => ({
    name: `serving/${kind}`,
    header: { kind, inputs: {}, model: `version ${version}` },
    arrays: { values: new Float32Array(5_000).fill(version) },
  }));

export const migration = {
  target: 2,
  steps: [
    {
      from: 1,
      apply: async (connection: DuckDBConnection): Promise<void> =>
        void (await connection.run(`update videos set title = title || ' (2)'`)),
    },
  ],
};

const interaction = (userId: string, i: number) => ({ userId, videoId: 'v1', kind: 'view', timestampMs: i });

export const scenarios = {
  save: async (workspace) => workspace.data.saveDataset(sampleDataset('new'), 'second'),
  import: async (workspace, { source }) =>
    void (await workspace.importer.importFiles({
      interactions: source,
      map: { user: 'user', video: 'video', value: 'value' },
      mode: 'replace',
      options: { rejectLimit: 1, unknownIds: 'add' },
    })),
  merge: async (workspace, { source }) =>
    void (await workspace.importer.importFiles({
      interactions: source,
      map: { user: 'user', video: 'video', value: 'value' },
      mode: 'merge',
      options: { rejectLimit: 1, unknownIds: 'add' },
    })),
  /** Eight clients log continuously. */
  log: async (workspace, { done }) => {
    const client = async (name: string): Promise<void> => {
      for (let i = 0; i < 12; i++) {
        await workspace.data.appendInteractions([interaction(name, i)]);
        done(`${name} ${i}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, i) => client(`client${i}`)));
  },
  video: async (workspace, { done }) => {
    await workspace.data.appendVideo({ videoId: 'added', title: 'Added', description: '', tags: [], categories: [] });
    done('added');
    await workspace.data.updateVideo({ videoId: 'v1', title: 'Edited', description: '', tags: [], categories: [] });
    done('edited');
    await workspace.data.removeVideo('v3');
    done('removed');
    await workspace.data.restoreVideo('v3');
    done('restored');
  },
  /** Moves the log into the tables while more events arrive. */
  fold: async (workspace, { done }) => {
    await workspace.data.appendInteractions([interaction('before', 0), interaction('before', 1)]);
    done('before');
    const folding = workspace.data.summary();
    await workspace.data.appendInteractions([interaction('during', 0)]);
    done('during');
    await folding;
    await workspace.data.summary();
  },
  artifacts: async (workspace, { artifacts }) => workspace.artifacts.writeAll(artifacts(2)),
  state: async (workspace) => workspace.state.save('lab', 'new'),
  experiment: async (workspace) =>
    void (await workspace.experiments.save({
      id: 'e',
      name: 'new',
      notes: '',
      createdAtMs: 1,
      config: {} as never,
      result: { variants: [], testUserCount: 0 } as never,
    })),
} satisfies Record<string, (workspace: Workspace, tools: ScenarioTools) => Promise<void>>;
export type ScenarioName = keyof typeof scenarios;
