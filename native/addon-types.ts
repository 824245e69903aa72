/** Version of the addon interface described by this file (native/src/binding/addon.cc). */
export const apiVersion = 4;

/** The compiled addon (native/src), as the wrapper calls it. It does not validate user input: faiss-index.ts does. */

export type NativeIds = BigInt64Array | Int32Array;

export interface NativeStage {
  /** Allocates the memory on another thread; await it before a large copy. */
  allocate(): Promise<void>;
  /** Checks and copies whole rows synchronously; they are normalised when used. */
  append(vectors: Float32Array): void;
  readonly count: number;
}

export interface NativeBytes {
  read(offset: number, target: Uint8Array): void;
  append(source: Uint8Array): void;
  /** Empties it and frees the memory on another thread; the garbage collector would free it on this one. */
  release(): Promise<void>;
  readonly size: number;
}

export interface NativeToken {
  cancel(): void;
  readonly fraction: number;
}

export interface NativeStats {
  readonly count: number;
  readonly removed: number;
  readonly trained: boolean;
  readonly bytes: number;
  readonly dimension: number;
  readonly metric: number;
  readonly kind: number;
  readonly device: string;
}

interface NativeFound {
  readonly ids: NativeIds;
  readonly scores: Float32Array;
  /** The number of eligible vectors of the query with the fewest. */
  readonly fewestEligible: number;
  /** Queries with fewer results than requested although more exist for them. */
  readonly incomplete: number;
}

/** A large filter is transferred in pieces: 64-bit ids as bytes. */
export type NativeFilter = NativeIds | NativeBytes;

/**
 * queries, neighborCount, nprobe (0: default), efSearch (0: default), filter (0 none, 1 allow, 2 deny), filter ids, threads, token,
 * ids denied to individual queries, and their offsets per query (one more than there are queries)
 */
export type NativeQuery = readonly [
  Float32Array,
  number,
  number,
  number,
  number,
  NativeFilter | undefined,
  number,
  NativeToken,
  NativeIds | undefined,
  Int32Array | undefined,
];

export interface NativeIndex {
  train(stage: NativeStage, threads: number, token: NativeToken): Promise<void>;
  add(stage: NativeStage, ids: NativeIds | undefined, threads: number, token: NativeToken): Promise<bigint>;
  /** Undefined where another thread is faster; then call `beginFill` or `add`. */
  addSync(vectors: Float32Array, ids: NativeIds | undefined): bigint | undefined;
  /** False for types that are not filled in place; otherwise fill and then endFill or abandonFill follow. */
  beginFill(rows: number): Promise<boolean>;
  /** Checks and copies whole rows synchronously, in their order; a rejected row cancels the whole addition. */
  fill(vectors: Float32Array, firstRow: number, threads: number): void;
  endFill(ids: NativeIds | undefined): Promise<bigint> | bigint;
  abandonFill(): Promise<void>;
  replace(stage: NativeStage, ids: NativeIds, threads: number, token: NativeToken): Promise<void>;
  remove(ids: NativeIds, threads: number): Promise<number>;
  merge(other: NativeIndex, threads: number): Promise<void>;
  /** The vectors, row-major float32. */
  reconstruct(ids: NativeIds): Promise<NativeBytes>;
  /** 64 bits each. */
  ids(): Promise<NativeBytes>;
  /** A promise, unless the search takes at most `inlineWork` multiplications and runs on the calling thread. */
  search(...query: [...NativeQuery, firstRow: number, narrow: boolean, inlineWork: number]): Promise<NativeFound> | NativeFound;
  rangeSearch(
    ...query: [...NativeQuery, firstRow: number, minimumScore: number]
  ): Promise<{ offsets: Float64Array; ids: NativeBytes; scores: NativeBytes }>;
  save(path: string): Promise<void>;
  serialize(): Promise<NativeBytes>;
  /** Null while a change is under way. */
  stats(): NativeStats | null;
  /** Undefined if the memory was small enough to be freed synchronously. */
  release(): Promise<void> | undefined;
}

interface NativeGpuDevice {
  readonly number: number;
  readonly name: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
}

export interface FaissAddon {
  readonly Index: {
    create(dimension: number, factory: string, metric: number, efConstruction: number, trainingSeed: number, device: number): NativeIndex;
    load(source: string | NativeBytes, metric: number, dimension: number, device: number): Promise<NativeIndex>;
  };
  readonly Stage: new (dimension: number, capacity: number, normalise: boolean) => NativeStage;
  readonly Bytes: new () => NativeBytes;
  readonly Token: new () => NativeToken;
  info(): { apiVersion: number; faissVersion: string; faissOptions: string; kernels: string; threadLimit: number };
  gpu(): { unavailableBecause: string; devices: NativeGpuDevice[] };
  /** "auto", "generic", "avx2" or "avx512"; false when this processor does not support them. */
  useKernels(name: string): boolean;
}
