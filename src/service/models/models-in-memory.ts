import type { AnnIndex } from '#engine/ann/port';
import type { EmbeddingUsage, TextReading } from '#engine/embeddings/port';
import type { TrainingView } from '#engine/model/training-view';
import type { BuildReport } from '#shared/schemas/model';

/** The models of one side, in memory. */
export interface SideModels {
  readonly view: TrainingView;
  readonly contentIndex: AnnIndex | undefined;
  readonly factorIndex: AnnIndex;
  /** Items and users that came or changed after the models were made: their vectors are still to be made. */
  readonly itemsToFold: readonly number[];
  readonly usersToFold: readonly number[];
  readonly indexes: BuildReport['indexes'];
  /** Of making the embeddings; undefined where they were loaded or no service was asked. */
  readonly embeddingUsage: EmbeddingUsage | undefined;
  readonly embeddingsMadeAtMs: number | undefined;
  readonly embeddingNotes: readonly string[];
  /** How a text is read; undefined when the provider cannot say. */
  explainText(text: string): TextReading[] | undefined;
  readonly millisecondsByStage: Readonly<Record<string, number>>;
  dispose(): void;
}
