import type { Dataset } from '#engine/model/dataset';
import type { WorkspaceInfo } from '#shared/schemas/system';
import type { AnnSelection } from '../ann/ann-selection';
import type { RunStore } from '../runs/run-store';
import type { WorkerPool } from '../jobs/worker-pool';
import type { SignalStore } from '../signals/signal-store';
import type { HttpScoring } from '../signals/scoring-service';
import type { VectorStore } from '../signals/vector-store';
import type { ArtifactStore } from '../storage/files/artifact-store';
import type { FileOperations } from '../storage/files/file-operations';
import type { PeekingLedger } from '../storage/ledger/peeking-ledger';
import type { StateStore } from '../storage/files/state-store';
import type { Arrivals } from '../storage/log/arrivals';
import type { DataStore } from '../storage/tables/data-store';
import type { ExperimentStore } from '../storage/tables/experiment-store';

/** The folder of an open workspace. */
export interface WorkspaceStore {
  readonly path: string;
  /** Folder of the caches of vectors and scores that were paid for. */
  readonly cachePath: string;
  /** @throws READ_ONLY for a snapshot, before work that could not be kept. */
  requireWritable(): void;
  readonly info: WorkspaceInfo;
  readonly files: FileOperations;
  readonly data: DataStore;
  readonly artifacts: ArtifactStore;
  /** Looks at the test side. */
  readonly ledger: PeekingLedger;
  readonly experiments: ExperimentStore;
  /** Small JSON documents by key. */
  readonly state: StateStore;
}

/**
 * The interface of an open workspace for models, lists, experiments, maps and result files. `OpenWorkspace` implements it; these rooms never import
 * `open-workspace`, so there are no import cycles.
 */
export interface WorkspaceContext {
  readonly store: WorkspaceStore;
  readonly workers: WorkerPool;
  readonly ann: AnnSelection;
  /** Rankings made elsewhere. */
  readonly runs: RunStore;
  /** Vectors made elsewhere. */
  readonly vectors: VectorStore;
  /** Programs that score videos on request. */
  readonly scoring: HttpScoring;
  /** Signals that the workspace defines. */
  readonly signals: SignalStore;
  /** The data as last read. @throws NOT_BUILT when the workspace has no data yet. */
  dataset(): Promise<Dataset>;
  /** The data, reread if anything has arrived since. @throws NOT_BUILT */
  latestDataset(): Promise<Dataset>;
  /** Additions, edits, removals and interactions since `dataset()` was read. */
  readonly arrivals: Arrivals;
  /** Index of the first arrival that is not in `dataset()`. */
  arrivalsRead(): number;
}
