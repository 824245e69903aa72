import type { z } from 'zod';
import type { importRequestSchema } from '#shared/schemas/dataset';
import type { ImportReport } from '#shared/schemas/dataset';
import type { evaluateTrecInputSchema } from '#shared/schemas/evaluate-trec';
import type { ExperimentConfigInput, ExperimentResult } from '#shared/schemas/experiment';
import type { exportRankerInputSchema, ExportRankerReport } from '#shared/schemas/export-ranker';
import type { Shard, ShardReport } from '#shared/schemas/shard';
import type { buildSettingsSchema } from '#shared/schemas/model';
import type { generatorParamsSchema } from '#shared/schemas/dataset';
import type { recommendInputSchema, RecommendOutput } from '#shared/schemas/ranking';

/** How long work is watched and stopped. */
export interface WorkOptions {
  /** Aborts the work with RankLabError CANCELLED; nothing half-done stays. */
  readonly signal?: AbortSignal;
  /** `fraction` from 0 to 1, and what is being done. */
  readonly onProgress?: (fraction: number, detail: string) => void;
}

/** What `compare` compares, and where. */
export interface ComparisonOptions extends ExperimentConfigInput, WorkOptions {
  /** The folder of a workspace. */
  readonly workspace: string;
}

/** TREC files as texts, and trec_eval's options. */
export type EvaluationInput = z.input<typeof evaluateTrecInputSchema>;

/** How a workspace is opened. */
export interface OpenOptions {
  /** Make a workspace where the folder has none; otherwise that is an error. */
  readonly create?: boolean;
}

/** An open workspace. Only one process has it open at a time; close it when done. */
export interface RankLabWorkspace {
  /** Imports files in place of the present data. */
  importData(request: z.input<typeof importRequestSchema>, options?: WorkOptions): Promise<ImportReport>;
  /** Generates data in place of the present data. */
  generate(params?: z.input<typeof generatorParamsSchema>, options?: WorkOptions): Promise<void>;
  /** Builds embeddings, factors and indexes, for serving and for evaluation. */
  build(settings?: z.input<typeof buildSettingsSchema>, options?: WorkOptions): Promise<void>;
  /** Compares variants on the test part; counts as a look at it. */
  compare(config: ExperimentConfigInput, options?: WorkOptions): Promise<ExperimentResult>;
  /** Measures one part of the users and writes it into `folder`, for `merge`; no look. */
  compareShard(config: ExperimentConfigInput, shard: Shard, folder: string, options?: WorkOptions): Promise<ShardReport>;
  /** The result of all parts in these folders, equal to that of `compare`; counts as one look, which a snapshot does not keep. */
  merge(folders: readonly string[], options?: WorkOptions): Promise<ExperimentResult>;
  /** Copies the workspace into a new folder, which any number of processes open at once and none changes. */
  snapshot(folder: string, options?: WorkOptions): Promise<void>;
  /** One list with every signal's contribution. */
  recommend(input: z.input<typeof recommendInputSchema>): Promise<RecommendOutput>;
  /** Writes a variant as another engine's formula into `folder`. */
  exportRanker(input: z.input<typeof exportRankerInputSchema>, folder: string, options?: WorkOptions): Promise<ExportRankerReport>;
  /** Writes what is pending and frees the workspace. */
  close(): Promise<void>;
}
