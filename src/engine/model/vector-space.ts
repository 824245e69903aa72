import type { VectorSettings } from '#shared/schemas/vector-file';
import type { Dataset } from './dataset';
import type { VectorSearch } from './search';

/** Vectors made elsewhere in a dataset's rows, to be compared by inner product: of unit length where the settings say cosine. */
export interface VectorSpace {
  /** Name of the videos' file. */
  readonly file: string;
  readonly dimensions: number;
  /** Items × dimensions, row-major; zero rows are items without a vector. */
  readonly videos: Float32Array;
  /** 1 for items with a vector. */
  readonly hasVideo: Uint8Array;
  /**
   * What videos are compared with: the user's vector, or else the mean of those `watched`; the seed video's. Undefined where
   * there is none, as for queries.
   */
  query(
    request: { readonly userRow?: number | undefined; readonly videoRow?: number | undefined },
    watched: Int32Array,
  ): Float32Array | undefined;
  /** What was left out, for people. */
  readonly notes: readonly string[];
}

/** The files of vectors that a workspace has stored, by SHA-256. */
export interface VectorLibrary {
  /** The name that a file was stored under; undefined for one that is not stored. */
  nameOf(sha256: string): Promise<string | undefined>;
  /** @throws NOT_FOUND for a file that is not stored, IMPORT_FAILED where its ids do not fit the data, INVALID_ARGUMENT for two dimensions. */
  space(settings: VectorSettings, dataset: Dataset): Promise<VectorSpace>;
  /** Inner products of the space's videos; ids are item rows. */
  index(settings: VectorSettings, dataset: Dataset): Promise<VectorSearch>;
}
