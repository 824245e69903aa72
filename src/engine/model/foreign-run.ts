import type { RunPolicy, RunProvenance } from '#shared/schemas/foreign-run';
import type { Dataset } from './dataset';

/** A ranking made elsewhere, by column, in file order. Codes point into `users` and `items`; all columns have one entry per line. */
export interface ForeignRun extends RunProvenance {
  readonly users: readonly string[];
  readonly items: readonly string[];
  readonly userCodes: Int32Array;
  readonly itemCodes: Int32Array;
  readonly scores: Float64Array | undefined;
  readonly ranks: Float64Array | undefined;
  /** Further numeric columns by name; NaN where a cell is empty. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Further columns of the file that hold text and were not kept. */
  readonly textColumns: readonly string[];
}

/** A foreign run in a dataset's rows: list l holds entries `offsets[l] … offsets[l + 1] − 1`, best first, ties by ascending item row. */
export interface BoundRun {
  readonly run: ForeignRun;
  readonly policy: RunPolicy;
  /** By user row: the user's list, −1 where the run has none. */
  readonly listOfUser: Int32Array;
  /** By the id in the file, for queries. */
  readonly listOfName: ReadonlyMap<string, number>;
  readonly offsets: Int32Array;
  readonly items: Int32Array;
  /** The run's own score, or 1 / (1 + rank − lowest rank) where it is ordered by rank. */
  readonly scores: Float64Array;
  /** The line of each entry, for further columns. */
  readonly lines: Int32Array;
  readonly unknownUsers: number;
  readonly unknownItems: number;
  readonly unknownUserRows: number;
  readonly unknownItemRows: number;
  readonly duplicateRows: number;
  readonly tiedRows: number;
}

/** A column of a file of pairs in a dataset's rows: user u's are entries `offsets[u] … offsets[u + 1] − 1`, by ascending item row. */
export interface BoundScores {
  readonly run: RunProvenance;
  readonly column: string;
  readonly offsets: Int32Array;
  readonly items: Int32Array;
  readonly values: Float32Array;
  readonly unknownUserRows: number;
  readonly unknownItemRows: number;
  readonly emptyRows: number;
  /** Lines of a pair that another line follows. */
  readonly repeatedRows: number;
}

/** The foreign runs available to a view, by SHA-256. */
export interface RunLibrary {
  /** @throws NOT_FOUND for a run that is not stored, INVALID_ARGUMENT where the policy rejects the run's contents. */
  bind(sha256: string, policy: RunPolicy, dataset: Dataset): Promise<BoundRun>;
  /** The same if it is already bound; undefined otherwise. */
  bound(sha256: string, policy: RunPolicy, dataset: Dataset): BoundRun | undefined;
  /** One of a run's numeric columns by user and item. @throws NOT_FOUND for a run that is not stored, INVALID_ARGUMENT for the column. */
  scores(sha256: string, column: string, dataset: Dataset): Promise<BoundScores>;
}
