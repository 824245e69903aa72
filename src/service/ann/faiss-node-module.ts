import { createRequire } from 'node:module';

/** What faiss-node 0.5 offers and we use. It takes plain arrays, works on the calling thread and aborts the process on misuse. */
export interface FaissNodeIndex {
  ntotal(): number;
  add(vectors: number[]): void;
  search(query: number[], neighborCount: number): { distances: number[]; labels: number[] };
  write(path: string): void;
}

export interface FaissNodeModule {
  readonly Index: {
    fromFactory(dimensions: number, descriptor: string, metric: number): FaissNodeIndex;
    read(path: string): FaissNodeIndex;
  };
}

export const faissNodeMetric = { innerProduct: 0, l2: 1 } as const;

type Found = { readonly module: FaissNodeModule } | { readonly module?: undefined; readonly unavailableBecause: string };
let found: Found | undefined;

/** The optional dependency, where its prebuilt binary is installed. */
export function loadFaissNode(): Found {
  found ??= tryToLoad();
  return found;
}

function tryToLoad(): Found {
  try {
    return { module: createRequire(import.meta.url)('faiss-node') as FaissNodeModule };
  } catch {
    return {
      unavailableBecause: 'faiss-node has no prebuilt binary here; run npm run install-native where GitHub can be reached',
    };
  }
}
